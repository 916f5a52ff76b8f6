"use strict";
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = () => {
    const ink = dark.matches ? "#e6e9ee" : "#1c2430";
    const grid = dark.matches ? "#3a4350" : "#d5dae1";
    return {
      axis: { labelColor: ink, titleColor: ink, gridColor: grid, domainColor: grid, tickColor: grid },
      legend: { labelColor: ink }, header: { labelColor: ink }, text: { color: ink }, title: { color: ink },
    };
  };

  const open = (anchor) => {
    const row = document.getElementById(anchor);
    if (!row) return;
    for (let node = row.parentElement; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    row.hidden = false;
    if (location.hash !== "#" + anchor) location.hash = anchor;
    row.scrollIntoView({ block: "center" });
  };

  // The colours of marks are chosen for white paper; on black the dark ones need a lighter sister of the same hue.
  const sisters = {
    "#1f4e8c": "#6fa8e8", "#b3400e": "#f08a5d", "#2b7a5b": "#5cc49a", "#7a4b94": "#c39bd8", "#8a6d1d": "#d6b656",
    "#4b5563": "#aeb6c2", "#c2417c": "#ee8fb8", "#2f8ca3": "#6cc5da",
  };
  const paper = (text) => (dark.matches ? text.replace(/#[0-9a-f]{6}/g, (colour) => sisters[colour] || colour) : text);

  const draw = async (figure) => {
    const spec = JSON.parse(paper(figure.querySelector(".spec").textContent));
    const target = figure.querySelector(".drawing");
    const result = await vegaEmbed(target, spec, { actions: false, renderer: "svg", config: theme() });
    result.view.addEventListener("click", (event, item) => {
      if (item && item.datum && item.datum.ref) open(item.datum.ref);
    });
    figure.dataset.drawn = "yes";
  };
  const figures = [...document.querySelectorAll("figure.chart")].filter((figure) => figure.querySelector(".spec"));
  const drawAll = () => figures.forEach((figure) => draw(figure).catch((error) => console.error(error)));
  if (window.vegaEmbed) { drawAll(); dark.addEventListener("change", drawAll); }

  window.addEventListener("hashchange", () => open(decodeURIComponent(location.hash.slice(1))));
  if (location.hash) open(decodeURIComponent(location.hash.slice(1)));

  // A table that names columns to filter by gets one choice for each; without scripts it is the plain table.
  document.querySelectorAll("table[data-filters]").forEach((table) => {
    const body = [...table.tBodies[0].rows], heads = [...table.tHead.rows[0].cells];
    const values = (row, column) => row.cells[column].textContent.trim().split(", ");
    const form = document.createElement("form"), shown = document.createElement("output");
    form.className = "filter";
    shown.setAttribute("aria-live", "polite");
    const choices = table.dataset.filters.split(" ").map((column) => {
      const label = document.createElement("label"), select = document.createElement("select");
      select.append(new Option("any", ""));
      const known = new Set(body.flatMap((row) => values(row, column)));
      [...known].filter(Boolean).sort().forEach((value) => select.append(new Option(value)));
      label.append(heads[column].textContent, select);
      form.append(label);
      return [column, select];
    });
    const update = () => {
      let kept = 0;
      body.forEach((row) => {
        row.hidden = choices.some(([column, select]) => select.value && !values(row, column).includes(select.value));
        kept += !row.hidden;
      });
      shown.textContent = `${kept} of ${body.length} rows`;
    };
    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.append(shown);
    table.closest(".scroll").before(form);
    update();
  });

  const find = document.getElementById("find"), dyad = document.getElementById("dyad");
  const quad = document.getElementById("quad"), count = document.getElementById("count");
  const rows = [...document.querySelectorAll("#event-table tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const filter = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean), pair = dyad.value.split(" ").filter(Boolean);
    let shown = 0;
    rows.forEach((row, n) => {
      const there = row.dataset.pair.split(" ");
      const keep = words.every((word) => texts[n].includes(word))
        && (!pair.length || (pair.includes(there[0]) && pair.includes(there[1]) && there[0] !== there[1]))
        && (!quad.value || row.dataset.quad === quad.value);
      row.hidden = !keep;
      shown += keep;
    });
    count.textContent = `${shown} of ${rows.length} rows`;
  };
  [find, dyad, quad].forEach((field) => field.addEventListener("input", filter));
  document.querySelector("#events .filter").addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
