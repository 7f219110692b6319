"""What is recommended on a topic that was rated low or below what was expected."""

from __future__ import annotations

from instruments.messages import N_

#: By the code of the topic in the exit questionnaires of the library.
ADVICE = {
    "comfort": N_(
        "Help the pairs to get to know each other: hold a session on communication at the start, "
        "and let a pair be changed where they do not get on"
    ),
    "personal-meetings": N_(
        "Give every pair a fixed time and place for its meetings, and suggest to mentors what a "
        "meeting can be filled with"
    ),
    "group-meetings": N_(
        "Ask the participants which group meetings were of use, and keep those for the next year"
    ),
    "support": N_(
        "Find out what support the mentees lack, and make it a part of the training for mentors"
    ),
    "help": N_(
        "Settle at the start and half-way what the mentee needs help with, and write it into the "
        "plan of the pair"
    ),
    "agreed-expectations": N_(
        "Let every pair say at its first meeting what mentor and mentee expect of each other, and "
        "write it down"
    ),
    "safety": N_(
        "Discuss with the psychologist what keeps mentees from feeling safe, and remind everybody "
        "whom they can turn to"
    ),
    "confidence": N_(
        "Give mentees more tasks that they can master by themselves, and notice what they have "
        "achieved"
    ),
    "results": N_(
        "Agree with the teachers of the mentees in which subjects and topics help is needed"
    ),
    "leadership": N_(
        "Trust mentors with more on their own: holding meetings, preparing events of the programme"
    ),
    "planning": N_(
        "Give mentors a simple model of a plan, and help them to draw theirs up at the first "
        "meetings"
    ),
    "keeping-to-plan": N_(
        "Make the plans of the pairs simpler, and go through them with the curator once a month"
    ),
    "involvement": N_(
        "Discuss with mentors how to draw mentees in, and choose what interests the mentee"
    ),
    "training": N_(
        "Ask mentors what the training lacked, and add practice and the discussion of real cases"
    ),
    "events": N_(
        "Announce the events of the programme early, name somebody responsible for each, and "
        "gather short comments afterwards"
    ),
    "effectiveness": N_(
        "Discuss with the participants which part of the programme was of use to them, and give "
        "it more time"
    ),
    "plan": N_(
        "Show mentees the plan of the work at the start, in plain words: what is done, when and "
        "what for"
    ),
    "joint-work": N_(
        "Ask pairs half-way how the work goes, and change the pair or its plan where it does not"
    ),
    "outcome": N_(
        "Set each pair one or two goals within its reach, and look together at what has been "
        "achieved"
    ),
    "came-true": N_(
        "Tell the participants at the start what the programme can give and what it does not "
        "promise"
    ),
}

#: Of any other topic, such as one of the school's own.
ASK = N_(
    "Ask the participants what should be changed here, and take it into account in the plan of "
    "the next year"
)
