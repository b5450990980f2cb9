"""Errors whose message is for the person who asked: what happened, with which value, and what to do."""

from __future__ import annotations


class ToldError(Exception):
    """Something that a person or a program can be told; `status` is its HTTP status."""

    status = 500


class RequestError(ToldError, ValueError):
    """A request that cannot be answered as it is."""

    status = 422


class BusyError(ToldError):
    """Too many questions are waiting."""

    status = 503


class NotReadyError(ToldError):
    """The articles could not be loaded, or not in time."""

    status = 503


class FaultError(ToldError):
    """A fault in the program; its log has the details, and the message none of them."""
