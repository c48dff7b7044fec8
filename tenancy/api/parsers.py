"""JSON as the API takes it: what cannot be stored or said back is refused before any view sees it."""

import json
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class StorableJsonParser(JSONParser):
    """Refuses half a character (a lone surrogate), which no database and no answer can hold, and endless nesting."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the parsed body. Raises ParseError (400)."""
        try:
            found = super().parse(stream, media_type, parser_context)
            json.dumps(found, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ParseError(_("The body is nested too deeply.")) from error
        except UnicodeEncodeError as error:
            raise ParseError(_("The text holds half a character.")) from error
        return found
