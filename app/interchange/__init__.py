"""Questionnaires and answers, in and out."""
