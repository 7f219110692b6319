"""A name stands on the pages of names, while they are open, and nowhere else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sqlalchemy import select

from app.database import db, writing
from app.logs import log_incident
from app.models import (
    AuditEvent,
    ReportJob,
    Role,
    SealedName,
    Vault,
    WaveKind,
)
from app.names.vaults import key_by_passphrase, key_by_recovery, opened_name
from app.sealing import SealBrokenError, derived_key
from tests.app.names.way import NAMES, OTHER, PASSPHRASE, TABLE, dump, page_of, unlock, upload
from tests.app.test_access import PLAIN, STARTS_A_PROCESS, address_of, routes
from tests.app.world import make_user, signed_in, wave_of

SURNAMES = ["Вымыслов", "Небылиц", "Кто-то"]

#: Where names may stand once they are open.
WITH_NAMES = {"names.index", "names.edit", "names.labels"}


@pytest.fixture
def full(browser, programme, vault):
    """Return the programme with three people, their names open in the psychologist's browser."""
    unlock(browser, programme)
    upload(browser, programme, TABLE)
    unlock(browser, programme, OTHER)
    browser.post(
        page_of(programme, "/edit"), data={"name_1": "Небылицына", "age_1": "3", "sex_1": ""}
    )
    return programme


def kept_files(app):
    """Return what stands in the files of the installation, the database and the log among them."""
    instance = Path(app.config["INSTANCE"])
    folders = [instance, instance.parent]
    return [
        path.read_bytes() for folder in folders for path in folder.glob("**/*") if path.is_file()
    ]


def test_no_table_and_no_file_holds_a_name(app, full, browser):
    """Neither the passphrase, nor the key; also after mistakes and errors."""
    try:
        raise ValueError(NAMES[0])
    except ValueError as error:
        log_incident("test", error)
    files = kept_files(app)
    assert any(b"test" in content for content in files)
    for word in (*SURNAMES, PASSPHRASE, OTHER):
        assert word.encode() not in dump()
        assert not any(word.encode() in content for content in files)


def test_the_audit_holds_numbers_only(full):
    """Of programmes."""
    subjects = set(db.session.scalars(select(AuditEvent.subject)))
    assert subjects == {str(full.id)}


@pytest.mark.parametrize("roles", [(Role.PSYCHOLOGIST,), tuple(Role), (Role.CURATOR,)])
def test_no_other_page_shows_a_name(app, full, browser, psychologist, roles):
    """Every page of staff, in a browser in which the names are open where that may be."""
    other = (
        browser if roles == (Role.PSYCHOLOGIST,) else signed_in(app, make_user(full.school, *roles))
    )
    if Role.PSYCHOLOGIST in roles:
        unlock(other, full)
    job = ReportJob(programme_id=full.id, stage=1)
    with writing() as session:
        session.add(job)
    objects = {
        "programme_id": full.id,
        "wave_id": wave_of(full, WaveKind.ENTRY).id,
        "job_id": job.id,
        "user_id": psychologist.id,
    }
    shown = set()
    for rule, _method in routes(app, "GET"):
        if rule.endpoint in STARTS_A_PROCESS or not rule.arguments <= set(objects) | set(PLAIN):
            continue
        # a template to download is no text
        text = other.get(address_of(rule, objects)).data.decode("utf-8", "replace")
        if any(surname in text for surname in SURNAMES):
            shown.add(rule.endpoint)
    assert shown == (WITH_NAMES if Role.PSYCHOLOGIST in roles else set())


def test_a_page_of_an_error_shows_no_name(browser, full):
    """Whatever was typed."""
    for data in (
        {"name_1": f"{NAMES[0]}\0"},
        {"table-table": (io.BytesIO(b"x"), f"{NAMES[0]}.png")},
    ):
        answer = browser.post(f"/staff/programmes/{full.id}/names/nowhere", data=data)
        assert answer.status_code == 404
        assert not any(surname in answer.text for surname in SURNAMES)


def test_a_copy_of_the_whole_installation_does_not_open_a_name(app, full, recovery_key):
    """The database and the installation's secret are not enough: it takes what people hold."""
    kept = db.session.query(Vault).one()
    secret = app.config["SECRET_KEY"]
    for guess in (secret, kept.salt.hex(), ""):
        with pytest.raises(SealBrokenError):
            key_by_passphrase(kept, guess)
        with pytest.raises(SealBrokenError):
            key_by_recovery(kept, guess)
    names = db.session.query(SealedName).all()
    for key in (
        derived_key(secret, "vault-recovery"),
        kept.by_passphrase[:32],
        kept.by_recovery[:32],
    ):
        for name in names:
            with pytest.raises(SealBrokenError):
                opened_name(key, name)
    opens = key_by_recovery(kept, recovery_key)
    assert opens == key_by_passphrase(kept, PASSPHRASE)
    assert sorted(opened_name(opens, name) for name in names) == sorted(NAMES)


def test_the_cookie_holds_no_key(browser, full, opened):
    """It can be read by whoever holds the browser."""
    with browser.session_transaction() as cookie:
        text = str(dict(cookie))
    assert opened.key.hex() not in text
    assert str(opened.key) not in text
    assert set(dict(cookie)) <= {"_user_id", "_fresh", "_id", "_flashes", "csrf_token"}
