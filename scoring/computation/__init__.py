"""The set-based computation: one SQL statement per tenant over stored evidence (design.md 7).

It must agree with the pure functions of ``scoring.rules`` to the last digit; ``tests/scoring/test_computation.py``
compares the two on random evidence. Points are integers throughout, so nothing is rounded but where a line says so.
"""
