"""The respondent's side: a code, the questionnaires, thanks."""
