"""How the interface description names its parts: by room and shape, so that two rooms never claim one name."""

from typing import Any

from drf_spectacular.openapi import AutoSchema


class RoomSchema(AutoSchema):
    """Puts the room before the name of a shape of ours: ``VendorsReason``, ``InspectionsReason``."""

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """Return the shape's name in the description."""
        name = super().get_serializer_name(serializer, direction)
        room = type(serializer).__module__.partition(".")[0]
        prefix = "" if room in FOREIGN else room.capitalize()
        return name if name.startswith(prefix) else prefix + name


# Shapes of libraries keep the names they are known by.
FOREIGN = frozenset({"rest_framework", "drf_spectacular", "django_filters"})
