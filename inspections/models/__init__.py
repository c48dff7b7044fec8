"""Models of the inspections room."""

from inspections.models.checklist import ChecklistItem, ChecklistTemplate, ChecklistVersion
from inspections.models.inspection import Inspection, ItemResult

__all__ = ["ChecklistItem", "ChecklistTemplate", "ChecklistVersion", "Inspection", "ItemResult"]
