"""People and roles: who works in the tenant, with which role, where (TEN-03)."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenancy import fresh_factor, lists, queries
from tenancy.actions import people
from tenancy.choices import Side
from tenancy.errors import DomainError
from tenancy.forms import GrantForm, MemberForm, NewMemberForm
from tenancy.listing import ListPage
from tenancy.models import Membership, OrgUnit, RoleGrant
from tenancy.roles import ROLE_LABELS, Permission, Role
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url


def _units() -> QuerySet[OrgUnit]:
    return OrgUnit.objects.filter(is_active=True).order_by("path")


def _member(request: TenantRequest, pk: int) -> Membership:
    return get_object_or_404(queries.members(request.actor), pk=pk)


@require_GET
@needs(Permission.TENANT_MANAGE)
def member_list(request: TenantRequest) -> HttpResponse:
    """List the people of the tenant."""
    page = ListPage(lists.MEMBERS, request.GET, request.actor, request.path)
    return render(request, "tenancy/member_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def member_add(request: TenantRequest) -> HttpResponse:
    """Add a person with a first role; the invitation goes out by mail."""
    form = NewMemberForm(request.POST if request.method == "POST" else None, units=_units())
    if request.method == "POST" and form.is_valid():
        entered = dict(form.cleaned_data)
        role, unit, at = entered.pop("role"), entered.pop("unit"), now()
        try:
            member = people.add_member(by=request.actor, at=at, **entered)
            people.grant_role(membership=member, role=role, unit=unit, by=request.actor, at=at)
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Added. The invitation mail is on its way."))
            return go("tenancy:member_detail", member.id)
    return render(request, "tenancy/member_form.html", {"form": form}, status=form_status(form))


@require_GET
@needs(Permission.TENANT_MANAGE)
def member_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Show a member with roles; contact data masked."""
    return _detail(request, _member(request, pk))


def _detail(
    request: TenantRequest, member: Membership, *, form: GrantForm | None = None, reveals: bool = False
) -> HttpResponse:
    units = None if member.side == Side.VENDOR else _units()
    form = form or GrantForm(units=units)
    context = {
        "member": member,
        "grants": queries.grants_of(member),
        "form": form,
        "reveals": reveals,
        "allowed_actions": queries.member_actions(member, request.actor),
        "has_password": member.person.has_usable_password(),
    }
    return render(request, "tenancy/member_detail.html", context, status=form_status(form))


@require_POST
@needs(Permission.TENANT_MANAGE)
def member_reveal(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the contact data in clear, once; who looked is written down."""
    member = _member(request, pk)
    people.reveal_contact(membership_id=member.id, by=request.actor, at=now())
    return _detail(request, member, reveals=True)


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def member_change(request: TenantRequest, pk: int) -> HttpResponse:
    """Change a member's name, job title and last day."""
    member = _member(request, pk)
    initial = {"name": member.person.name, "title": member.title, "valid_until": member.valid_until}
    form = MemberForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_member(membership_id=member.id, by=request.actor, at=now(), **form.cleaned_data)
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Saved."))
            return go("tenancy:member_detail", member.id)
    return render(request, "tenancy/member_form.html", {"form": form, "member": member}, status=form_status(form))


@require_POST
@needs(Permission.TENANT_MANAGE)
def member_grant(request: TenantRequest, pk: int) -> HttpResponse:
    """Give a role."""
    member = _member(request, pk)
    if (asked := fresh_factor.ask(request, back=tenant_url("tenancy:member_detail", member.id))) is not None:
        return asked
    form = GrantForm(request.POST, units=None if member.side == Side.VENDOR else _units())
    if form.is_valid():
        try:
            people.grant_role(
                membership=member,
                role=form.cleaned_data["role"],
                unit=form.cleaned_data.get("unit"),
                by=request.actor,
                at=now(),
                keep=request.session.session_key,
            )
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Role given. The person signs in again to use it."))
            return go("tenancy:member_detail", member.id)
    return _detail(request, member, form=form)


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def member_revoke(request: TenantRequest, pk: int, grant_pk: int) -> HttpResponse:
    """Take a role back, after asking."""
    member = _member(request, pk)
    grant = get_object_or_404(RoleGrant, pk=grant_pk, membership=member)
    back = tenant_url("tenancy:member_detail", member.id)
    if request.method == "GET":
        role = ROLE_LABELS[Role(grant.role)] if grant.role in ROLE_LABELS else grant.role
        return confirm(
            request,
            title=_("Take the role “%(role)s” from %(name)s?") % {"role": role, "name": member.person.name},
            text=_("It ends at once, and the person's open sessions with it."),
            button=_("Take the role back"),
            back=back,
            danger=True,
        )
    if (asked := fresh_factor.ask(request, back=back)) is not None:
        return asked
    return act(
        request,
        lambda: people.revoke_role(grant_id=grant.id, by=request.actor, at=now(), keep=request.session.session_key),
        done=_("Role taken back."),
        to=back,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def member_switch_off(request: TenantRequest, pk: int) -> HttpResponse:
    """Switch a membership off, after asking; sessions end."""
    member = _member(request, pk)
    back = tenant_url("tenancy:member_detail", member.id)
    if request.method == "GET":
        return confirm(
            request,
            title=_("Switch off the access of %(name)s?") % {"name": member.person.name},
            text=_("Open sessions and API tokens of this membership stop working at once. What the person did stays."),
            button=_("Switch off"),
            back=back,
            danger=True,
        )
    return act(
        request,
        lambda: people.set_member_active(membership_id=member.id, is_active=False, by=request.actor, at=now()),
        done=_("Switched off."),
        to=back,
    )


@require_POST
@needs(Permission.TENANT_MANAGE)
def member_switch_on(request: TenantRequest, pk: int) -> HttpResponse:
    """Switch a membership on again."""
    member = _member(request, pk)
    return act(
        request,
        lambda: people.set_member_active(membership_id=member.id, is_active=True, by=request.actor, at=now()),
        done=_("Switched on."),
        to=tenant_url("tenancy:member_detail", member.id),
    )


@require_POST
@needs(Permission.TENANT_MANAGE)
def member_invite(request: TenantRequest, pk: int) -> HttpResponse:
    """Send the invitation again."""
    member = _member(request, pk)
    return act(
        request,
        lambda: people.invite(membership_id=member.id, by=request.actor, at=now()),
        done=_("The invitation mail is on its way."),
        to=tenant_url("tenancy:member_detail", member.id),
    )
