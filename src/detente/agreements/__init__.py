"""Promises and what became of them, under each side's definition of the contested words."""
