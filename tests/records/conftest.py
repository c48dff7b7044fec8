"""A printed document of the tests, known to the product as any other, and a folder of files that is thrown away."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """Keep stored files in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def papers(settings: Any) -> dict[str, str]:
    """Offer the kind ``tests.paper``."""
    engine: dict[str, Any] = dict(django_settings.TEMPLATES[0])
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], Path(__file__).parents[1] / "templates"]}]
    settings.PAPERS = {**settings.PAPERS, "tests.paper": "tests.factories.records.build_paper"}
    return settings.PAPERS
