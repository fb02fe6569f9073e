"""Tests of the handover room and of the documents it reads."""
