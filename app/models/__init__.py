"""The tables, one aggregate a file. Everything is reached through its school."""

from app.models.audit import AuditEvent
from app.models.instrument import OwnInstrument
from app.models.participant import Consent, ConsentState, Paper, Participant, Person, Slip
from app.models.programme import (
    Arm,
    LinkageMode,
    Membership,
    MentoringForm,
    MentoringGroup,
    Programme,
    ProgrammeRole,
    Strategy,
    YearKind,
)
from app.models.report import IssuedReport, JobState, ReportFile, ReportJob
from app.models.school import Role, School, StaffSession, User
from app.models.submission import Draft, ResponseQuality, Score, Submission
from app.models.wave import (
    PROCESS,
    Administration,
    AdministrationRole,
    Wave,
    WaveKind,
    is_asked,
)

__all__ = [
    "PROCESS",
    "Administration",
    "AdministrationRole",
    "Arm",
    "AuditEvent",
    "Consent",
    "ConsentState",
    "Draft",
    "IssuedReport",
    "JobState",
    "LinkageMode",
    "Membership",
    "MentoringForm",
    "MentoringGroup",
    "OwnInstrument",
    "Paper",
    "Participant",
    "Person",
    "Programme",
    "ProgrammeRole",
    "ReportFile",
    "ReportJob",
    "ResponseQuality",
    "Role",
    "School",
    "Score",
    "Slip",
    "StaffSession",
    "Strategy",
    "Submission",
    "User",
    "Wave",
    "WaveKind",
    "YearKind",
    "is_asked",
]
