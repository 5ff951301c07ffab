"""The child process: what it may use, and that the parent outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from mailroom.reading.child import ReadingChild
from mailroom.reading.limits import MEBIBYTE, ChildLimits
from tests.reading.making import message, page, saved

MAIL = message("Please call me.").as_bytes()
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has this control")


def hard_page() -> bytes:
    lines = tuple(f"Line {n}: please send me a statement of all payments" for n in range(60))
    return saved(page(lines, (2400, 6000)), "PNG")


def assert_reads_on(child: ReadingChild) -> None:
    result = child.read(MAIL, "a.eml")
    assert not result.quarantined
    assert result.items[0].text.strip() == "Please call me."


def test_one_child_reads_many_files_and_reports_its_cpu() -> None:
    with ReadingChild() as child:
        assert_reads_on(child)
        first = child.pid
        assert_reads_on(child)
        assert child.pid == first
        assert 0 < child.cpu_seconds < 10
    assert child.pid is None
    assert child.cpu_seconds > 0


def test_a_child_is_replaced_after_its_number_of_items() -> None:
    with ReadingChild(ChildLimits(items=2)) as child:
        pids = []
        for _ in range(4):
            assert_reads_on(child)
            pids.append(child.pid)
    assert pids[1] is None
    assert pids[0] != pids[2]


def test_a_child_killed_between_items_is_replaced() -> None:
    with ReadingChild() as child:
        assert_reads_on(child)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        time.sleep(0.1)
        assert_reads_on(child)


def test_the_wall_clock_holds() -> None:
    with ReadingChild(ChildLimits(wall_seconds=0.3)) as child:
        started = time.monotonic()
        assert child.read(hard_page(), "a.png").reason_code == "timed_out"
        assert time.monotonic() - started < 5
    with ReadingChild() as child:
        assert_reads_on(child)


def test_the_cpu_limit_holds_and_is_armed_again() -> None:
    with ReadingChild(ChildLimits(cpu_seconds=1)) as child:
        assert child.read(slow_zip(), "a.zip").reason_code == "timed_out"
        assert_reads_on(child)


def slow_zip() -> bytes:
    """Many pages to recognise: minutes of work."""
    small = page(tuple(f"Line {n} of a long letter" for n in range(20)), (1700, 2200)).convert("1")
    return saved(small, "TIFF", compression="group4", save_all=True, append_images=[small] * 60)


@on_linux
def test_the_memory_limit_holds() -> None:
    content = saved(Image.linear_gradient("L").resize((7000, 7000)), "PNG")
    with ReadingChild(ChildLimits(address_space_bytes=300 * MEBIBYTE)) as child:
        result = child.read(content, "a.png")
        assert result.reason_code in ("out_of_memory", "reader_crashed")
        assert_reads_on(child)


@on_linux
def test_a_stopped_child_does_not_stop_the_parent() -> None:
    with ReadingChild(ChildLimits(wall_seconds=0.5)) as child:
        assert_reads_on(child)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGSTOP)
        assert child.read(b"x" * 5_000_000, "a.txt").reason_code == "timed_out"
        assert_reads_on(child)


@on_linux
def test_the_child_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILROOM_DATABASE_URL", "postgresql://canary")
    with ReadingChild() as child:
        assert_reads_on(child)
        environment = Path(f"/proc/{child.pid}/environ").read_bytes()
        assert b"canary" not in environment
        assert b"HOME=" not in environment
        assert len(list(Path(f"/proc/{child.pid}/fd").iterdir())) <= 8


@on_linux
def test_the_child_dies_with_its_parent() -> None:
    code = (
        "import time; from mailroom.reading.child import ReadingChild\n"
        "child = ReadingChild(); child.read(b'From: a@x.example\\n\\nhi', 'a.eml')\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 5
    while time.monotonic() < until and Path(f"/proc/{child}").exists():
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()


@on_linux
def test_the_kernel_refuses_network_and_programs_to_native_code_too() -> None:
    code = (
        "import ctypes, os, sys; from mailroom.reading import guards\n"
        "library = ctypes.CDLL(None, use_errno=True)\n"
        "assert 'seccomp' in guards.close_in()\n"
        "assert library.socket(2, 1, 0) == -1 and ctypes.get_errno() == 1\n"
        "words = (ctypes.c_char_p * 2)(b'true', None)\n"
        "assert library.execv(b'/bin/true', words) == -1 and ctypes.get_errno() == 1\n"
        "import socket\n"
        "try: socket.create_connection(('127.0.0.1', 1))\n"
        "except PermissionError: print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == "refused\n", done.stderr


def test_importing_the_parent_side_is_light() -> None:
    code = (
        "import sys, mailroom.reading.child\n"
        "heavy = {'cv2', 'numpy', 'PIL', 'pandas', 'airflow', 'sqlalchemy', 'tesserocr'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@on_linux
def test_a_child_that_reads_emails_stays_small() -> None:
    with ReadingChild() as child:
        for _ in range(50):
            assert_reads_on(child)
        status = Path(f"/proc/{child.pid}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    assert int(peak.split()[1]) < 120 * 1024


def test_a_name_in_no_known_charset_is_a_name_like_any_other() -> None:
    with ReadingChild() as child:
        result = child.read(MAIL, os.fsdecode(b"caf\xe9.eml"))
    assert result.reason_code is None
