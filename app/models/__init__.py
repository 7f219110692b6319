"""The tables, one aggregate a file. Everything is reached through its school."""

from app.models.audit import AuditEvent
from app.models.instrument import OwnInstrument
from app.models.linkage import LinkageCount, SelfCode
from app.models.participant import (
    Consent,
    ConsentCount,
    ConsentState,
    Paper,
    Participant,
    Person,
    Sex,
    Slip,
)
from app.models.programme import (
    Arm,
    LinkageMode,
    Membership,
    MentoringForm,
    MentoringGroup,
    Programme,
    ProgrammeRole,
    Strategy,
    Stratum,
    YearKind,
)
from app.models.report import IssuedReport, JobState, ReportFile, ReportJob
from app.models.school import HELPLINE, Role, School, StaffSession, User
from app.models.submission import (
    Draft,
    ErasedForm,
    ResponseQuality,
    Score,
    Screening,
    Submission,
    Verdict,
)
from app.models.vault import SealedName, Vault
from app.models.wave import (
    PROCESS,
    Administration,
    AdministrationRole,
    Wave,
    WaveKind,
    is_asked,
)

__all__ = [
    "HELPLINE",
    "PROCESS",
    "Administration",
    "AdministrationRole",
    "Arm",
    "AuditEvent",
    "Consent",
    "ConsentCount",
    "ConsentState",
    "Draft",
    "ErasedForm",
    "IssuedReport",
    "JobState",
    "LinkageCount",
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
    "Screening",
    "SealedName",
    "SelfCode",
    "Sex",
    "Slip",
    "StaffSession",
    "Strategy",
    "Stratum",
    "Submission",
    "User",
    "Vault",
    "Verdict",
    "Wave",
    "WaveKind",
    "YearKind",
    "is_asked",
]
