"""A workbench for people who analyse relations between states."""
