"""Protected texts are unreadable in the database and cannot be searched."""

from typing import Any

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection

from records.fields import decrypt, encrypt
from records.models import Attachment
from tenancy.models import Tenant
from tests.factories.records import make_photo
from tests.factories.tenancy import World


@pytest.mark.parametrize("text", ["", "13800138000", "王女士 一号楼 1201", "a" * 5000])
def test_encrypt_returns_the_text_on_decrypt_and_never_the_same_bytes(text: str) -> None:
    assert decrypt(encrypt(text)) == text
    assert not text or (text not in encrypt(text) and encrypt(text) != encrypt(text))


def test_decrypt_with_another_key_says_what_to_do(settings: Any) -> None:
    sealed = encrypt("13800138000")
    settings.FIELD_KEY = "another key of at least thirty-two characters"
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEY"):
        decrypt(sealed)


def test_the_database_holds_no_readable_text_and_filters_are_refused(world: World, tenant: Tenant) -> None:
    row = make_photo(world.project, world.actor("project_supervisor"))
    row.location = "31.230400,121.473700"
    with connection.cursor() as cursor:
        field = Attachment._meta.get_field("location")
        cursor.execute("select %s", [field.get_db_prep_save(row.location, connection)])
        assert "31.23" not in cursor.fetchone()[0]
    with pytest.raises(FieldError):
        Attachment.objects.filter(location="31.230400,121.473700")
