"""Benchmarks: run them with ``bin/bench scoring`` and ``bin/bench pages``; what they measure stands in README.md."""
