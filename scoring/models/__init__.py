"""Models of the scoring room."""

from scoring.models.adjustment import Adjustment, Correction
from scoring.models.card import Receipt, Scorecard
from scoring.models.run import ScoringRun

__all__ = ["Adjustment", "Correction", "Receipt", "Scorecard", "ScoringRun"]
