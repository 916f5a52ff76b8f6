"""Lets ``python -m detente`` do what ``detente`` does."""

from detente.cli import main

main()
