"""Checklists: the day-one content, versions that are drafted, approved by another person, and never change (INS-01)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from contracts.models import RuleSetVersion
from inspections import errors, queries
from inspections.actions import checklist as verbs
from inspections.content.checklists import LINE_PARTS, items_of
from inspections.models import ChecklistItem, ChecklistTemplate, ChecklistVersion
from records.models import JournalEntry
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed
from tenancy.models import Tenant
from tests.factories.inspections import a_contract_to_inspect, a_started, the_checklist
from tests.factories.tenancy import AT, World

pytestmark = [pytest.mark.django_db, pytest.mark.req("INS-01")]


def test_day_one_has_ten_approved_checklists_of_100_points(tenant: Tenant) -> None:
    versions = list(queries.approved_versions().select_related("template__line"))
    codes = sorted(one.template.line.code for one in versions)
    assert codes == ["CLN", "CNF", "ELV", "FIR", "GRN", "PST", "REP", "SEC", "WST", "WTK"]
    sums = queries.summaries([one.id for one in versions])
    assert {(one["items"], one["points"]) for one in sums.values()} == {(23, 10_000)}
    assert all(one.rules and one.rules.items[0]["code"] == f"{one.template.code}-1" for one in versions)
    assert RuleSetVersion.objects.count() == 10


def test_day_one_content_is_complete_in_three_languages() -> None:
    for part in LINE_PARTS:
        sections: dict[str, int] = {}
        for section, item in items_of(part):
            sections[section.value] = sections.get(section.value, 0) + item.points
            assert set(item.names) == {"zh-hans", "zh-hant", "en"}
            assert all(text.strip() for text in item.names.values())
        assert sections == {"service": 60, "personnel": 25, "management": 15}


def test_day_one_again_adds_nothing(tenant: Tenant) -> None:
    assert verbs.add_day_one(at=AT) == []
    assert ChecklistTemplate.objects.count() == 10


@pytest.fixture
def draft(world: World, tenant: Tenant) -> ChecklistVersion:
    return verbs.new_version(template_id=the_checklist().template_id, by=world.actor("quality_officer"), at=AT)


def _changed(world: World, draft: ChecklistVersion) -> ChecklistVersion:
    drafts = [verbs.draft_of(item) for item in queries.items_of(draft.id)]
    drafts[0] = replace(drafts[0], max_points=1500, is_veto=True, photo_required=True)
    by = world.actor("quality_officer")
    return verbs.change_items(version_id=draft.id, items=drafts, reason="降低分值", by=by, at=AT)


def test_new_version_is_approved_by_another_person_and_published_down(world: World, draft: ChecklistVersion) -> None:
    officer, admin = world.actor("quality_officer"), world.actor("tenant_admin")
    _changed(world, draft)
    verbs.submit_version(version_id=draft.id, by=officer, at=AT)
    with pytest.raises(NotAllowed) as refused:
        verbs.approve_version(version_id=draft.id, by=officer, at=AT)
    assert refused.value.code == "own_draft"
    done = verbs.approve_version(version_id=draft.id, by=admin, at=AT)
    assert done.rules is not None
    assert (done.status, done.number, done.rules.number) == ("approved", 2, 2)
    assert done.rules.items[0]["max_points"] == 1500
    with pytest.raises(AlreadyDone):
        verbs.approve_version(version_id=draft.id, by=admin, at=AT)


def test_approved_version_never_changes(world: World, tenant: Tenant) -> None:
    version = the_checklist()
    before = list(ChecklistItem.objects.filter(version=version).values_list("id", "max_points"))
    drafts = [verbs.draft_of(item) for item in queries.items_of(version.id)][:1]
    by = world.actor("quality_officer")
    with pytest.raises(IllegalTransition):
        verbs.change_items(version_id=version.id, items=drafts, reason="x", by=by, at=AT)
    for verb in (verbs.submit_version, verbs.return_version, verbs.withdraw_version):
        with pytest.raises(IllegalTransition):
            verb(version_id=version.id, by=by, at=AT)
    assert list(ChecklistItem.objects.filter(version=version).values_list("id", "max_points")) == before


def test_inspection_keeps_the_version_it_was_begun_with(world: World, draft: ChecklistVersion) -> None:
    contract = a_contract_to_inspect(project=world.project)
    row = a_started(contract=contract, by=world.actor("project_supervisor"))
    _changed(world, draft)
    verbs.submit_version(version_id=draft.id, by=world.actor("quality_officer"), at=AT)
    verbs.approve_version(version_id=draft.id, by=world.actor("tenant_admin"), at=AT)
    row.refresh_from_db()
    assert row.checklist.number == 1
    assert a_started(contract=contract, by=world.actor("project_supervisor")).checklist.number == 1
    other = a_contract_to_inspect(project=world.second_project)
    assert a_started(contract=other, by=world.actor("project_supervisor")).checklist.number == 2


def test_one_draft_at_a_time(world: World, draft: ChecklistVersion) -> None:
    with pytest.raises(AlreadyDone):
        verbs.new_version(template_id=draft.template_id, by=world.actor("tenant_admin"), at=AT)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"max_points": 0}, "points"),
        ({"max_points": 10_001}, "points"),
        ({"code": " "}, "code_missing"),
        ({"code": "CLN-2"}, "code_twice"),
        ({"names": {"en": "only"}}, "text_missing"),
        ({"section": "attic"}, "section"),
    ],
)
def test_bad_items_are_refused_and_nothing_changes(
    world: World, draft: ChecklistVersion, change: dict[str, object], code: str
) -> None:
    drafts = [verbs.draft_of(item) for item in queries.items_of(draft.id)]
    drafts[0] = replace(drafts[0], **change)  # type: ignore[arg-type]
    if code == "code_twice":
        drafts.reverse()
    with pytest.raises(errors.BadChecklist) as refused:
        verbs.change_items(version_id=draft.id, items=drafts, reason="x", by=world.actor("quality_officer"), at=AT)
    assert refused.value.code == code
    assert queries.summaries([draft.id])[draft.id] == {"items": 23, "points": 10_000}


def test_empty_version_and_missing_reason_are_refused_at_submission(world: World, draft: ChecklistVersion) -> None:
    by = world.actor("quality_officer")
    with pytest.raises(errors.ReasonMissing):
        verbs.submit_version(version_id=draft.id, by=by, at=AT)
    verbs.change_items(version_id=draft.id, items=[], reason="x", by=by, at=AT)
    with pytest.raises(errors.BadChecklist):
        verbs.submit_version(version_id=draft.id, by=by, at=AT)


@pytest.mark.parametrize("role", ["property_manager", "project_supervisor", "auditor", "general_manager"])
def test_other_roles_only_read(world: World, tenant: Tenant, role: str, client_for: Callable[..., Client]) -> None:
    template_id = the_checklist().template_id
    with pytest.raises(NotAllowed):
        verbs.new_version(template_id=template_id, by=world.actor(role), at=AT)
    client, base = client_for(role), f"/{world.tenant.slug}/inspections/checklists/"
    assert client.get(f"{base}{template_id}/").status_code == 200
    assert client.post(f"{base}{template_id}/new-version/").status_code == 403
    assert ChecklistVersion.objects.count() == 10


def _rows(client: Client, url: str) -> dict[str, str]:
    page = client.get(url)
    formset = page.context["formset"]
    data = {"reason": "旺季提高要求", "items-TOTAL_FORMS": str(len(formset.forms)), "items-INITIAL_FORMS": "0"}
    for form in formset:
        for name, field in form.fields.items():
            value = form.get_initial_for_field(field, name)
            if value not in (None, False, ""):
                data[form.add_prefix(name)] = "on" if value is True else str(value)
    data["items-INITIAL_FORMS"] = str(formset.initial_form_count())
    return data


def test_pages_edit_submit_approve_and_compare(world: World, tenant: Tenant, client_for: Callable[..., Client]) -> None:
    version = the_checklist()
    base = f"/{world.tenant.slug}/inspections/checklists/"
    client = client_for("quality_officer")
    edit = client.post(f"{base}{version.template_id}/new-version/").headers["Location"]
    data = _rows(client, edit)
    bad = client.post(edit, data | {"items-0-points": "0"})
    assert bad.status_code == 422
    data |= {"items-0-points": "12.5", "items-0-is_veto": "on", "items-1-remove": "on"}
    data |= {"items-23-code": "CLN-5", "items-23-section": "service", "items-23-zh_hans": "电梯轿厢洁净"}
    data |= {"items-23-points": "7.5", "items-23-order": "25"}
    assert client.post(edit, data).status_code == 302
    draft = ChecklistVersion.objects.get(number=2)
    items = queries.items_of(draft.id)
    assert [item.code for item in items][:4] == ["CLN-1", "CLN-5", "CLN-3", "CLN-4"]
    assert (items[0].max_points, items[0].is_veto, items[0].names["zh-hant"]) == (
        1250,
        True,
        "公共區域地面牆面樓道潔淨無雜物",
    )
    assert client.post(f"{base}versions/{draft.id}/submit/").status_code == 302
    assert client.post(f"{base}versions/{draft.id}/approve/").status_code == 403
    other = client_for("tenant_admin")
    assert other.post(f"{base}versions/{draft.id}/approve/").status_code == 302
    compared = other.get(f"{base}versions/{draft.id}/against/{version.id}/")
    assert (compared.status_code, compared.context["changed"]) == (200, 3)
    assert JournalEntry.objects.filter(event="inspections.checklist_approved", object_id=draft.id).count() == 1


def test_other_tenants_checklists_are_not_found(world: World, client_for: Callable[..., Client]) -> None:
    from tenancy.context import acting_for  # only this test looks into the other tenant

    with acting_for(world.other):
        foreign = the_checklist()
    client, base = client_for("quality_officer"), f"/{world.tenant.slug}/inspections/checklists/"
    for url in (f"{foreign.template_id}/", f"versions/{foreign.id}/", f"versions/{foreign.id}/edit/"):
        assert client.get(base + url).status_code == 404
