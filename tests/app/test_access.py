"""Every page says who may use it, and keeps everybody else out; tests walk all of them."""

from __future__ import annotations

import pytest

from app.database import writing
from app.factory import SECURITY_HEADERS
from app.models import ReportJob, Role, Theme, WaveKind
from tests.app.world import make_programme, make_school, make_user, signed_in, wave_of

#: Files, which anybody may have.
STATIC = {"static", "bootstrap.static"}

#: What stands in addresses and names no object of a school.
PLAIN = {"number": 1, "stage": 1, "administration_id": 1, "token": "x", "form": "full",
         "format_": "html", "state": "given", "paper": "personal",
         "audience": "parent"}  # fmt: skip

#: Opening it starts a process; the tests of reports do.
STARTS_A_PROCESS = {"reports.index"}


@pytest.fixture
def school(app):
    """Return a school; without one no page is there at all."""
    return make_school()


def objects_of(school):
    """Return something of a school for every number an address may hold."""
    programme = make_programme(school)
    job = ReportJob(programme_id=programme.id, stage=1)
    theme = Theme(programme_id=programme.id, title="Общение")
    with writing() as session:
        session.add_all([job, theme])
    return {
        "programme_id": programme.id,
        "wave_id": wave_of(programme, WaveKind.ENTRY).id,
        "job_id": job.id,
        "user_id": make_user(school, Role.CURATOR).id,
        "theme_id": theme.id,
    }


def routes(app, *methods):
    """Return every route and method, but for files."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in STATIC
        for method in sorted(rule.methods & set(methods or ("GET", "POST")))
    ]


def address_of(rule, objects):
    """Return an address; a KeyError names a part that nobody has described here."""
    parts = {name: (objects | PLAIN)[name] for name in rule.arguments}
    return rule.build(parts, append_unknown=False)[1]


def ask(client, rule, method, objects):
    """Return the answer of one route."""
    return client.open(address_of(rule, objects), method=method)


def test_every_view_declares_its_roles(app):
    """A view without @allow(...) is a hole, even when a menu hides it."""
    views = {name: view for name, view in app.view_functions.items() if name not in STATIC}
    assert [name for name, view in views.items() if not hasattr(view, "roles")] == []
    assert len(views) > 20


def test_views_for_staff_stand_under_staff_and_only_they(app):
    """Signing in is the exception: whoever has not signed in must reach it."""
    open_staff_pages = [
        rule.endpoint
        for rule, _method in routes(app, "GET")
        if bool(app.view_functions[rule.endpoint].roles) is not rule.rule.startswith("/staff/")
    ]
    assert open_staff_pages == ["auth.sign_in"]


def test_whoever_has_not_signed_in_is_asked_to(app, school):
    """On every page for staff, whatever the method."""
    objects, client = objects_of(school), app.test_client()
    for rule, method in routes(app):
        if app.view_functions[rule.endpoint].roles:
            answer = ask(client, rule, method, objects)
            assert answer.status_code == 302, rule
            assert answer.location.startswith("/staff/sign-in"), rule


@pytest.mark.parametrize("role", Role)
def test_other_roles_are_refused(app, school, role):
    """Also where the object is their own school's."""
    objects, client = objects_of(school), signed_in(app, make_user(school, role))
    refused = 0
    for rule, method in routes(app):
        roles = app.view_functions[rule.endpoint].roles
        if roles and role not in roles:
            assert ask(client, rule, method, objects).status_code == 403, rule
            refused += 1
    assert refused


def test_a_form_without_its_token_is_refused(make_app):
    """On every route that changes anything; also for whoever is signed in with every role."""
    app = make_app(WTF_CSRF_ENABLED=True)
    with app.app_context():
        school = make_school()
        objects, client = objects_of(school), signed_in(app, make_user(school, *Role))
        for rule, method in routes(app, "POST", "PUT", "PATCH", "DELETE"):
            # A respondent's page answers with the first page, and says that it begins anew.
            refusals = {400} if rule.rule.startswith("/staff/") else {400, 403}
            assert ask(client, rule, method, objects).status_code in refusals, rule


def test_what_belongs_to_another_school_is_not_there(app, school):
    """Each number of an address in turn is another school's, the others are one's own."""
    own, foreign = objects_of(school), objects_of(make_school("Школа № 2"))
    client = signed_in(app, make_user(school, *Role))
    for rule, method in routes(app):
        for name in rule.arguments & set(foreign):
            answer = ask(client, rule, method, own | {name: foreign[name]})
            assert answer.status_code == 404, (rule, name)


def test_a_number_that_no_database_holds_is_not_there(app, school):
    """It is no error of ours."""
    own, client = objects_of(school), signed_in(app, make_user(school, *Role))
    for rule, method in routes(app):
        for name in rule.arguments & set(own):
            answer = ask(client, rule, method, own | {name: 10**30})
            assert answer.status_code == 404, (rule, name)


def test_every_page_of_ones_own_school_opens_with_the_security_headers(app, school):
    """Unless a view says something stricter; pages are kept in no cache."""
    objects, client = objects_of(school), signed_in(app, make_user(school, *Role))
    for rule, method in routes(app, "GET"):
        if rule.endpoint in STARTS_A_PROCESS:
            continue
        answer = ask(client, rule, method, objects)
        if rule.rule.startswith("/staff/") and not rule.arguments & set(PLAIN):
            assert answer.status_code in {200, 302}, rule
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS, rule
        if answer.mimetype == "text/html":
            assert answer.headers["Cache-Control"] == "no-store", rule


@pytest.mark.parametrize("address", ["/nowhere", "/staff/users", "/static/staff.css"])
def test_redirects_errors_and_files_have_the_security_headers_too(app, school, address):
    """A browser believes them on any answer."""
    answer = app.test_client().get(address, buffered=True)
    assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
