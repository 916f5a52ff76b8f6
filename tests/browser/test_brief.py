"""The brief as a reader meets it, in a browser that is cut off from every network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from detente.workbench import build

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(scope="module")
def page_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    from detente.case.starting import start_case

    case = start_case(tmp_path_factory.mktemp("browser") / "starter")
    table = case / "events" / "chronicle.csv"
    hostile = '"<script>document.title=\'owned\'</script><img src=x onerror=""document.title=\'owned\'"">"'
    table.write_text(
        table.read_text(encoding="utf-8") + f"X1,X1,2021-06-01,CHL,PER,ACCUSE,,{hostile},invented-1\n", encoding="utf-8"
    )
    return (build(case).build / "brief.html").resolve().as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture
def page(browser: object, page_url: str) -> Iterator[object]:
    context = browser.new_context(offline=True)
    opened = context.new_page()
    opened.requests, opened.errors = [], []
    opened.on("request", lambda request: opened.requests.append(request.url))
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.on("console", lambda message: opened.errors.append(message.text) if message.type == "error" else None)
    opened.goto(page_url)
    opened.wait_for_function(
        "[...document.querySelectorAll('figure.chart')].every(f => !f.querySelector('.spec') || f.dataset.drawn)"
    )
    yield opened
    context.close()


def test_the_page_asks_nothing_of_any_network_and_raises_no_error(page: object, page_url: str) -> None:
    assert page.requests == [page_url]
    assert page.errors == []


def test_html_in_a_field_is_shown_and_never_run(page: object) -> None:
    assert "owned" not in page.title()
    assert "<script>document.title" in page.inner_text("#events-X1")


@pytest.mark.parametrize("width", [360, 820, 1400])
def test_nothing_runs_out_of_the_page_at_any_width(page: object, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_events_can_be_searched_and_filtered(page: object) -> None:
    page.fill("#find", "dam")
    assert page.locator("#event-table tbody tr:visible").count() == 1
    page.fill("#find", "")
    page.select_option("#quad", "3")
    assert page.locator("#event-table tbody tr:visible").count() == 3
    assert "3 of 7 rows" in page.inner_text("#count")


def test_a_table_with_columns_to_filter_by_can_be_cut_to_one_value(page: object) -> None:
    ledger = page.locator("#finding-promises-ledger figure").first
    form, rows = ledger.locator("form.filter"), ledger.locator("tbody tr:visible")
    assert rows.count() == 4
    form.get_by_label("state").select_option("violated")
    assert rows.count() == 2
    form.get_by_label("owed by").select_option("PER")
    assert rows.count() == 1
    assert "1 of 4 rows" in form.inner_text()


def test_a_mark_of_the_timeline_leads_to_its_row_and_the_row_to_its_source(page: object) -> None:
    mark = page.locator("#finding-record-reach g.mark-symbol.role-mark path").nth(2)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("location.hash.startsWith('#events-')")
    anchor = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    page.locator(f"[id='{anchor}'] a").first.click()
    assert page.evaluate("location.hash").startswith("#sources-")
    assert page.locator("tr:target").count() == 1


def test_the_first_tab_stop_skips_to_the_brief_and_all_links_lead_somewhere(page: object) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the brief"
    dead = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => decodeURIComponent(a.hash.slice(1)))"
        ".filter(id => !document.getElementById(id))"
    )
    assert dead == []


CONTRAST = """() => {
  const lum = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => { x /= 255;
    return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; });
    return 0.2126*v[0] + 0.7152*v[1] + 0.0722*v[2]; };
  const ground = el => { for (; el; el = el.parentElement) { const c = getComputedStyle(el).backgroundColor;
    if (!/rgba\\(.*, 0\\)|transparent/.test(c)) return c; }
    return 'rgb(255, 255, 255)'; };
  const poor = [];
  const texts = 'p, td, th, a, li, summary, small, h1, h2, h4, label, figcaption, caption';
  for (const el of document.querySelectorAll(texts)) {
    if (!el.textContent.trim() || !el.offsetParent) continue;
    const a = lum(getComputedStyle(el).color), b = lum(ground(el));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(el.tagName + ' ' + ratio.toFixed(2) + ' ' + el.textContent.trim().slice(0, 40));
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_that_wcag_aa_asks_for(page: object, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []


def test_the_page_reads_without_scripts(browser: object, page_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(page_url)
    assert opened.locator("figure.chart svg").count() >= 2
    assert opened.locator("#event-table tbody tr").count() == 7
    assert opened.locator("#finding-promises-ledger tbody tr").count() >= 4
    context.close()
