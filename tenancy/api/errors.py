"""Errors of the API as ``{code, message, fields}``, with the same codes as the pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler

from tenancy.errors import DomainError, RuleBroken
from tenancy.web_errors import status_of


class ErrorSerializer(serializers.Serializer[dict[str, Any]]):
    """The body of every refusal."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)  # type: ignore[assignment]  # the documented name of the key


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal; anything unknown stays a 500."""
    if isinstance(error, DomainError):
        transaction.set_rollback(True)
        body: dict[str, Any] = {"code": error.code, "message": str(error.message), "fields": {}}
        if isinstance(error, RuleBroken) and error.field:
            body["fields"] = {error.field: [str(error.message)]}
        return Response(body, status=status_of(error))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    answer = drf_handler(error, context)
    if answer is None or not isinstance(error, exceptions.APIException):
        return answer
    fields = error.detail if isinstance(error, exceptions.ValidationError) else {}
    answer.data = {
        "code": _code(error),
        "message": _message(error),
        "fields": _flat(fields),
    }
    return answer


def _code(error: exceptions.APIException) -> str:
    return "invalid" if isinstance(error, exceptions.ValidationError) else str(error.default_code)


def _message(error: exceptions.APIException) -> str:
    return str(error.default_detail if isinstance(error, exceptions.ValidationError) else error.detail)


def _flat(fields: Any, prefix: str = "") -> dict[str, list[str]]:
    if isinstance(fields, dict):
        flat: dict[str, list[str]] = {}
        for key, value in fields.items():
            flat |= _flat(value, f"{prefix}.{key}" if prefix else str(key))
        return flat
    if isinstance(fields, list) and any(isinstance(one, (dict, list)) for one in fields):
        flat = {}
        for number, value in enumerate(fields):
            flat |= _flat(value, f"{prefix}.{number}") if value else {}
        return flat
    return {prefix or "non_field_errors": [str(one) for one in (fields if isinstance(fields, list) else [fields])]}
