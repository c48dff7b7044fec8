"""Approvals: ordered steps, nobody signs his own, agents only under a delegation, two at once (TEN-07, TEN-08)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from records import approval_queries as queries
from records.actions import approval as verbs
from records.models import Approval, ApprovalStatus, Delegation, JournalEntry, Notification
from tenancy import work
from tenancy.actions import people, settings
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, DomainError, NotAllowed, RuleBroken
from tenancy.models import Job, SettingsVersion
from tenancy.queries import settings_in_force
from tenancy.rules.actor import Actor
from tests.factories.tenancy import AT, World

ON = date(2026, 10, 15)
TYPE = "test.paper"
DECIDED: list[tuple[int, str]] = []


def decided(approval: Approval, *, by: Actor, at: Any) -> None:
    """What the paper's room does with the result."""
    DECIDED.append((approval.object_id, approval.status))


@pytest.fixture(autouse=True)
def _type(settings: Any) -> None:
    DECIDED.clear()
    settings.APPROVABLE = {**settings.APPROVABLE, TYPE: f"{__name__}.decided"}


def _start(world: World, *, role: str = "tender_officer", **facts: Any) -> Approval:
    with acting_for(world.tenant):
        return verbs.start(document_type=TYPE, object_id=7, title="合格名录", by=world.actor(role), at=AT, **facts)


def _decide(
    world: World, approval: Approval, role: str, *, approve: bool = True, reason: str = "", on: date = ON
) -> Approval:
    with acting_for(world.tenant):
        return verbs.decide(approval_id=approval.id, approve=approve, reason=reason, by=world.actor(role), at=AT, on=on)


def _chain(world: World, *roles: str) -> None:
    with acting_for(world.tenant):
        verbs.set_chain(document_type=TYPE, roles=roles, by=world.actor("tenant_admin"), at=AT)


def _delegate(world: World, agent: str = "finance", *, starts: date = ON, ends: date = ON) -> Delegation:
    with acting_for(world.tenant):
        return verbs.delegate(
            agent_id=world.member(agent).id,
            role="general_manager",
            starts_on=starts,
            ends_on=ends,
            reason="出差",
            by=world.actor("general_manager"),
            at=AT,
            on=ON,
        )


@pytest.mark.django_db
@pytest.mark.req("TEN-07")
def test_without_a_chain_the_general_manager_decides_alone(world: World) -> None:
    approval = _start(world)
    with pytest.raises(NotAllowed):
        _decide(world, approval, "quality_officer")
    assert _decide(world, approval, "general_manager").status == ApprovalStatus.APPROVED
    assert DECIDED == [(7, "approved")]


@pytest.mark.django_db
@pytest.mark.req("TEN-07")
def test_a_type_may_bring_its_own_chain_until_the_tenant_sets_one(world: World, settings: Any) -> None:
    settings.APPROVAL_CHAINS = {TYPE: ("quality_officer", "general_manager")}
    with acting_for(world.tenant):
        assert (TYPE, ("quality_officer", "general_manager")) in queries.chains()
    _chain(world, "finance")
    with acting_for(world.tenant):
        assert queries.chain_of(TYPE) == ("finance",)


@pytest.mark.django_db
@pytest.mark.req("VEN-08")
def test_where_signers_must_differ_nobody_signs_twice(world: World, settings: Any) -> None:
    settings.APPROVAL_CHAINS = {TYPE: ("quality_officer", "general_manager")}
    with acting_for(world.tenant):
        people.grant_role(membership=world.member("general_manager"), role="quality_officer", unit=None, by=None, at=AT)
    free = _start(world)
    for _step in range(2):
        _decide(world, free, "general_manager")
    assert DECIDED == [(7, "approved")]
    settings.APPROVAL_DISTINCT_SIGNERS = {TYPE}
    strict = _start(world)
    _decide(world, strict, "general_manager")
    with pytest.raises(NotAllowed) as refusal:
        _decide(world, strict, "general_manager")
    with acting_for(world.tenant):
        allowed = queries.allowed_actions(Approval.objects.get(id=strict.id), world.actor("general_manager"), ON)
    assert (refusal.value.code, allowed, DECIDED) == ("signed_before", [], [(7, "approved")])


@pytest.mark.django_db
@pytest.mark.req("TEN-07")
def test_steps_are_signed_in_order(world: World) -> None:
    _chain(world, "legal_reviewer", "finance", "general_manager")
    approval = _start(world)
    with pytest.raises(NotAllowed):
        _decide(world, approval, "general_manager")
    for role, position in (("legal_reviewer", 2), ("finance", 3)):
        assert _decide(world, approval, role).position == position
        assert DECIDED == []
    assert _decide(world, approval, "general_manager").status == "approved"
    with acting_for(world.tenant):
        steps = list(approval.steps.order_by("position").values_list("role", "status", "decided_by_id"))
        events = list(JournalEntry.objects.filter(object_id=approval.id).order_by("id").values_list("event", flat=True))
    assert steps == [
        (role, "approved", world.member(role).id) for role in ("legal_reviewer", "finance", "general_manager")
    ]
    assert events == ["records.approval_started", *["records.approval_step_decided"] * 3, "records.approval_closed"]


@pytest.mark.django_db
def test_refusal_needs_a_reason_and_ends_the_chain(world: World) -> None:
    _chain(world, "finance", "general_manager")
    approval = _start(world)
    with pytest.raises(RuleBroken) as refusal:
        _decide(world, approval, "finance", approve=False, reason="  ")
    assert (refusal.value.code, refusal.value.field) == ("reason_missing", "reason")
    assert _decide(world, approval, "finance", approve=False, reason="缺附件").status == "refused"
    assert DECIDED == [(7, "refused")]
    with pytest.raises(AlreadyDone):
        _decide(world, approval, "general_manager")
    with acting_for(world.tenant):
        assert list(approval.steps.order_by("position").values_list("status", flat=True)) == ["refused", "withdrawn"]


@pytest.mark.django_db
@pytest.mark.req("TEN-07")
def test_nobody_approves_his_own_not_even_with_the_role(world: World) -> None:
    approval = _start(world, role="general_manager")
    with pytest.raises(NotAllowed) as refusal:
        _decide(world, approval, "general_manager")
    assert (refusal.value.code, DECIDED) == ("own_request", [])


@pytest.mark.django_db
@pytest.mark.req("TEN-07")
def test_running_approval_keeps_the_chain_it_began_with(world: World) -> None:
    approval = _start(world)
    _chain(world, "finance", "general_manager")
    assert _decide(world, approval, "general_manager").status == "approved"


@pytest.mark.django_db
def test_role_at_another_project_does_not_sign_for_this_one(world: World) -> None:
    with acting_for(world.tenant):
        other = people.add_member(email="pm2@alpha.example", name="PM2", by=None, at=AT)
        people.grant_role(membership=other, role="property_manager", unit=world.second_project, by=None, at=AT)
    _chain(world, "property_manager")
    approval = _start(world, unit=world.project)
    with acting_for(world.tenant):
        from tenancy.queries import actor_of

        actor = actor_of(other)
        with pytest.raises(NotAllowed):
            verbs.decide(approval_id=approval.id, approve=True, reason="", by=actor, at=AT, on=ON)
        assert queries.waiting_for(actor, ON) == []
    assert _decide(world, approval, "property_manager").status == "approved"


@pytest.mark.django_db
@pytest.mark.req("TEN-08")
@pytest.mark.parametrize(
    ("on", "may"),
    [(date(2026, 10, 14), False), (date(2026, 10, 15), True), (date(2026, 10, 20), True), (date(2026, 10, 21), False)],
)
def test_agent_signs_from_the_first_to_the_last_day_only(world: World, on: date, may: bool) -> None:
    paper = _delegate(world, ends=date(2026, 10, 20))
    approval = _start(world)
    if not may:
        with pytest.raises(NotAllowed):
            _decide(world, approval, "finance", on=on)
        return
    _decide(world, approval, "finance", on=on)
    with acting_for(world.tenant):
        step = approval.steps.get()
        shown = queries.shown_steps(approval)[0]
    assert (step.delegation_id, step.decided_by_id) == (paper.id, world.member("finance").id)
    assert (shown.by, shown.on_behalf_of) == ("finance alpha", "general_manager alpha")


@pytest.mark.django_db
@pytest.mark.req("TEN-08")
def test_agent_without_a_paper_or_with_an_ended_one_signs_nothing(world: World) -> None:
    approval = _start(world)
    with pytest.raises(NotAllowed):
        _decide(world, approval, "finance")
    paper = _delegate(world)
    with acting_for(world.tenant):
        verbs.revoke_delegation(delegation_id=paper.id, by=world.actor("general_manager"), at=AT)
    with pytest.raises(NotAllowed):
        _decide(world, approval, "finance")


@pytest.mark.django_db
@pytest.mark.req("TEN-08")
def test_agent_cannot_sign_what_he_or_his_principal_asked_for(world: World) -> None:
    _delegate(world)
    for role in ("finance", "general_manager"):
        with acting_for(world.tenant):
            approval = verbs.start(document_type=TYPE, object_id=len(role), title="x", by=world.actor(role), at=AT)
        with pytest.raises(NotAllowed):
            _decide(world, approval, "finance")


@pytest.mark.django_db
@pytest.mark.req("TEN-08")
def test_paper_dies_with_the_principals_role(world: World) -> None:
    _delegate(world)
    approval = _start(world)
    with acting_for(world.tenant):
        grant = world.member("general_manager").grants.get()
        people.revoke_role(grant_id=grant.id, by=world.actor("tenant_admin"), at=AT)
    with pytest.raises(NotAllowed):
        _decide(world, approval, "finance")


@pytest.mark.django_db
@pytest.mark.req("TEN-08")
def test_delegation_is_refused_for_a_foreign_role_oneself_or_a_reversed_term(world: World) -> None:
    manager, finance = world.actor("general_manager"), world.member("finance")
    facts: dict[str, Any] = {
        "agent_id": finance.id,
        "role": "general_manager",
        "starts_on": ON,
        "ends_on": ON,
        "reason": "x",
        "by": manager,
        "at": AT,
        "on": ON,
    }
    cases: list[tuple[dict[str, Any], type[DomainError], str]] = [
        ({"role": "finance"}, NotAllowed, "role_not_held"),
        ({"agent_id": manager.membership_id}, RuleBroken, "own_agent"),
        ({"agent_id": world.member("finance", tenant=world.other).id}, RuleBroken, "unknown_agent"),
        ({"ends_on": date(2026, 10, 14)}, RuleBroken, "term_reversed"),
        ({"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 2)}, RuleBroken, "in_the_past"),
        ({"by": world.actor("finance")}, NotAllowed, "not_allowed"),
    ]
    with acting_for(world.tenant):
        for change, error, code in cases:
            with pytest.raises(error) as refusal:
                verbs.delegate(**{**facts, **change})
            assert refusal.value.code == code
        assert Delegation.objects.count() == 0
        assert JournalEntry.objects.filter(event="records.delegation_recorded").count() == 0


@pytest.mark.django_db
def test_chain_is_set_by_the_administrator_with_usable_steps(world: World) -> None:
    admin = world.actor("tenant_admin")
    with acting_for(world.tenant):
        for roles, code in (
            ([], "chain_empty"),
            (["finance", "finance"], "role_twice"),
            (["vendor_manager"], "wrong_side"),
        ):
            with pytest.raises(RuleBroken) as refusal:
                verbs.set_chain(document_type=TYPE, roles=roles, by=admin, at=AT)
            assert refusal.value.code == code
        with pytest.raises(NotAllowed):
            verbs.set_chain(document_type=TYPE, roles=["finance"], by=world.actor("general_manager"), at=AT)
        with pytest.raises(KeyError):
            verbs.set_chain(document_type="nothing", roles=["finance"], by=admin, at=AT)


@pytest.mark.django_db
def test_second_start_while_one_runs_is_refused_and_withdrawal_frees_it(world: World) -> None:
    approval = _start(world)
    with pytest.raises(AlreadyDone):
        _start(world)
    with acting_for(world.tenant):
        with pytest.raises(NotAllowed):
            verbs.withdraw(approval_id=approval.id, by=world.actor("finance"), at=AT)
        verbs.withdraw(approval_id=approval.id, by=world.actor("tender_officer"), at=AT)
    assert _start(world).id != approval.id


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_general_managers_at_once_decide_once(world: World) -> None:
    with acting_for(world.tenant):
        second = people.add_member(email="gm2@alpha.example", name="GM2", by=None, at=AT)
        people.grant_role(membership=second, role="general_manager", unit=None, by=None, at=AT)
        from tenancy.queries import actor_of

        actors = [world.actor("general_manager"), actor_of(second)]
    approval = _start(world)

    def sign(actor: Actor) -> str:
        try:
            with acting_for(world.tenant):
                verbs.decide(approval_id=approval.id, approve=True, reason="", by=actor, at=AT, on=ON)
            return "decided"
        except AlreadyDone:
            return "too late"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(sign, actors * 2)) == ["decided", "too late", "too late", "too late"]
    assert DECIDED == [(7, "approved")]


@pytest.mark.django_db
def test_failing_document_undoes_the_decision(world: World, settings: Any) -> None:
    settings.APPROVABLE = {TYPE: f"{__name__}.breaks"}
    approval = _start(world)
    with pytest.raises(RuleBroken):
        _decide(world, approval, "general_manager")
    with acting_for(world.tenant):
        approval.refresh_from_db()
        assert (approval.status, approval.steps.get().status) == ("pending", "pending")


def breaks(approval: Approval, **kwargs: Any) -> None:
    """A document whose own rule refuses."""
    raise RuleBroken("no", code="no")


@pytest.mark.django_db
def test_deciders_are_told_and_see_it_on_the_to_do_list(world: World) -> None:
    _delegate(world)
    with acting_for(world.tenant):
        Notification.objects.all().delete()
    _start(world, due_on=date(2026, 10, 10))
    with acting_for(world.tenant):
        told = set(Notification.objects.values_list("membership_id", flat=True))
        duties = queries.duties(world.actor("general_manager"), ON)
        assert queries.duties(world.actor("tender_officer"), ON) == []
    assert told == {world.member("general_manager").id, world.member("finance").id}
    assert [(duty.kind, duty.is_overdue, duty.due_on) for duty in duties] == [
        ("records.approval", True, date(2026, 10, 10))
    ]


# --- rules and figures go through the chain ---------------------------------------------------------
def _draft(world: World) -> SettingsVersion:
    with acting_for(world.tenant):
        version = settings.draft_settings(
            area="scoring",
            values=settings_in_force("scoring", ON).values,
            effective_on=date(2099, 1, 1),
            reason="年度调整",
            by=world.actor("quality_officer"),
            at=AT,
            today=ON,
        )
        job = Job.objects.get(kind="records.start_settings_approval")
    assert work.run_job(world.tenant.id, job.id) is True
    return version


@pytest.mark.django_db
@pytest.mark.req("TEN-07", "TEN-09")
@pytest.mark.parametrize(("approve", "status"), [(True, "approved"), (False, "withdrawn")])
def test_settings_draft_is_decided_by_its_chain(world: World, approve: bool, status: str) -> None:
    version = _draft(world)
    with acting_for(world.tenant):
        approval = Approval.objects.get(document_type="tenancy.settings", object_id=version.id)
        assert approval.requested_by_id == world.member("quality_officer").id
    _decide(world, approval, "general_manager", approve=approve, reason="不同意")
    with acting_for(world.tenant):
        version.refresh_from_db()
    assert version.status == status


@pytest.mark.django_db
@pytest.mark.req("TEN-08")
def test_settings_draft_is_signed_by_an_agent_of_the_general_manager(world: World) -> None:
    version = _draft(world)
    _delegate(world)
    with acting_for(world.tenant):
        approval = Approval.objects.get(object_id=version.id)
    _decide(world, approval, "finance")
    with acting_for(world.tenant):
        version.refresh_from_db()
    assert (version.status, version.approved_by_id) == ("approved", world.person("finance").id)


@pytest.mark.django_db
@pytest.mark.req("TEN-07")
def test_longer_chain_of_settings_cannot_be_gone_around(world: World) -> None:
    with acting_for(world.tenant):
        verbs.set_chain(
            document_type="tenancy.settings",
            roles=["finance", "general_manager"],
            by=world.actor("tenant_admin"),
            at=AT,
        )
    version = _draft(world)
    with acting_for(world.tenant):
        with pytest.raises(RuleBroken) as refusal:
            settings.approve_settings(version_id=version.id, by=world.actor("general_manager"), at=AT, today=ON)
        approval = Approval.objects.get(object_id=version.id)
    assert refusal.value.code == "needs_chain"
    for role in ("finance", "general_manager"):
        _decide(world, approval, role)
    with acting_for(world.tenant):
        version.refresh_from_db()
    assert version.status == "approved"


@pytest.mark.django_db
def test_settings_approved_on_their_own_page_close_the_approval(world: World) -> None:
    version = _draft(world)
    with acting_for(world.tenant):
        settings.approve_settings(version_id=version.id, by=world.actor("general_manager"), at=AT, today=ON)
        job = Job.objects.get(kind="records.close_settings_approval")
    assert work.run_job(world.tenant.id, job.id) is True
    with acting_for(world.tenant):
        assert Approval.objects.get(object_id=version.id).status == "withdrawn"


# --- pages ------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_web_decide_with_reason_and_history(world: World, client_for: Any) -> None:
    approval = _start(world, papers_url="/alpha/records/documents/", reason="年度名录")
    manager = client_for("general_manager")
    assert [row.id for row, _label in manager.get("/alpha/records/approvals/").context["waiting"]] == [approval.id]
    address = f"/alpha/records/approvals/{approval.id}/"
    page = manager.get(address)
    assert page.context["allowed_actions"] == ["decide"]
    assert 'href="/alpha/records/documents/"' in page.content.decode()
    empty = manager.post(f"{address}decide/", {"decision": "refuse", "reason": ""})
    assert (empty.status_code, empty.context["form"].errors["reason"]) == (422, ["Say why you refuse."])
    assert manager.post(f"{address}decide/", {"decision": "refuse", "reason": "缺附件"}).status_code == 302
    assert manager.get(address).context["allowed_actions"] == []
    assert manager.post(f"{address}decide/", {"decision": "approve"})["Location"] == address
    assert DECIDED == [(7, "refused")]


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "status"), [("finance", 404), ("tender_officer", 403)])
def test_web_others_neither_see_nor_decide(world: World, client_for: Any, role: str, status: int) -> None:
    approval = _start(world)
    answer = client_for(role).post(f"/alpha/records/approvals/{approval.id}/decide/", {"decision": "approve"})
    assert (answer.status_code, DECIDED) == (status, [])


@pytest.mark.django_db
@pytest.mark.req("TEN-01")
def test_web_approval_of_another_tenant_is_not_found(world: World, client_for: Any) -> None:
    approval = _start(world)
    client = client_for(person=world.person("general_manager", tenant=world.other))
    assert client.get(f"/beta/records/approvals/{approval.id}/").status_code == 404
    assert client.get(f"/alpha/records/approvals/{approval.id}/").status_code == 404


@pytest.mark.django_db
def test_web_decision_asks_for_a_fresh_proof_of_identity(world: World, client_for: Any, settings: Any) -> None:
    from allauth.mfa.models import Authenticator

    settings.MFA_REQUIRED = True
    person = world.person("general_manager")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    approval = _start(world)
    address = f"/alpha/records/approvals/{approval.id}/"
    answer = client_for(person=person).post(f"{address}decide/", {"decision": "approve"})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/reauthenticate/")
    assert DECIDED == []


@pytest.mark.django_db
def test_web_delegate_and_end_it(world: World, client_for: Any) -> None:
    manager = client_for("general_manager")
    today = timezone.localdate().isoformat()
    entered = {
        "agent": world.member("finance").id,
        "role": "general_manager",
        "starts_on": today,
        "ends_on": today,
        "reason": "出差",
    }
    assert manager.post("/alpha/records/approvals/delegations/add/", entered).status_code == 302
    (shown,) = manager.get("/alpha/records/approvals/delegations/").context["delegations"]
    assert (shown.state, shown.may_revoke) == ("In force", True)
    address = f"/alpha/records/approvals/delegations/{shown.row.id}/revoke/"
    assert client_for("finance").post(address).status_code == 403
    assert manager.get(address).status_code == 200
    assert manager.post(address).status_code == 302
    assert manager.get("/alpha/records/approvals/delegations/").context["delegations"][0].state == "Ended"
    assert client_for("finance").get("/alpha/records/approvals/delegations/add/").status_code == 403


@pytest.mark.django_db
def test_web_chain_is_shown_and_set(world: World, client_for: Any) -> None:
    admin = client_for("tenant_admin")
    assert "General manager" in admin.get("/alpha/records/approvals/chains/").content.decode()
    address = "/alpha/records/approvals/chains/tenancy.settings/"
    assert admin.post(address, {"step_1": "finance", "step_3": "general_manager"}).status_code == 302
    assert "Finance → General manager" in admin.get("/alpha/records/approvals/chains/").content.decode()
    assert admin.post(address, {}).status_code == 422
    assert admin.get("/alpha/records/approvals/chains/nothing/").status_code == 404


# --- for programs -----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_api_lists_decides_delegates_and_reads_news(world: World, client_for: Any) -> None:
    approval = _start(world)
    manager, api = client_for("general_manager"), "/api/v1/records/"
    assert [duty["kind"] for duty in manager.get(f"{api}duties/").json()] == ["records.approval"]
    assert manager.get(f"{api}approvals/{approval.id}/").json()["allowed_actions"] == ["decide"]
    assert client_for("finance").get(f"{api}approvals/{approval.id}/").status_code == 404
    refused = manager.post(f"{api}approvals/{approval.id}/decide/", {"approve": False}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_missing")
    done = manager.post(f"{api}approvals/{approval.id}/decide/", {"approve": True}, content_type="application/json")
    assert (done.json()["status"], DECIDED) == ("approved", [(7, "approved")])
    today = timezone.localdate().isoformat()
    entered = {
        "agent": world.member("finance").id,
        "role": "general_manager",
        "starts_on": today,
        "ends_on": today,
        "reason": "x",
    }
    paper = manager.post(f"{api}delegations/", entered, content_type="application/json").json()
    assert manager.post(f"{api}delegations/{paper['id']}/revoke/").json()["revoked_at"] is not None
    (told,) = client_for("tender_officer").get(f"{api}news/").json()["results"]
    assert told["text"] == "Approved: 合格名录"
    assert client_for("tender_officer").post(f"{api}news/{told['id']}/read/").json()["read_at"] is not None


@pytest.mark.django_db
def test_api_gives_no_way_around_the_fresh_second_factor(world: World, client_for: Any, settings: Any) -> None:
    settings.MFA_REQUIRED = True
    approval = _start(world)
    answer = client_for("general_manager").post(
        f"/api/v1/records/approvals/{approval.id}/decide/", {"approve": True}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"], DECIDED) == (403, "fresh_factor_needed", [])
