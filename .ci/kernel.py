"""Asks the real kernel what a person at a notebook does: comments before imports, interrupts."""

import queue
import sys
import time

from jupyter_client.manager import KernelManager


def status(client, asked, timeout):
    """Waits for the reply to a request; other replies, such as of the start, are passed over."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        message = client.get_shell_msg(timeout=timeout)
        if message["parent_header"].get("msg_id") == asked:
            return message["content"]["status"]
    raise TimeoutError(f"no reply within {timeout} s")


def run(client, code, timeout=60):
    """Runs a cell and returns its reply's status and what it showed."""
    asked = client.execute(code)
    shown = ""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        message = client.get_iopub_msg(timeout=timeout)
        if message["parent_header"].get("msg_id") != asked:
            continue
        if message["msg_type"] == "execute_result":
            data = message["content"]["data"]
            shown = data.get("text/plain") or data.get("text/html", "")
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            break
    return status(client, asked, timeout), shown


def interrupted(manager, client, code, wait):
    """Interrupts a cell after some seconds, and returns its reply's status and how long that took."""
    asked = client.execute(code)
    time.sleep(wait)
    start = time.monotonic()
    manager.interrupt_kernel()
    try:
        reply = status(client, asked, 20)
    except queue.Empty:
        reply = "nothing"
    return reply, time.monotonic() - start


def main():
    errors = open(sys.argv[1], "w+", encoding="utf-8")
    manager = KernelManager(kernel_name="asof")
    manager.start_kernel(stderr=errors)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    wrong = []
    run(client, 'import java.util.ArrayList;\nvar l = new ArrayList<String>(); l.add("x"); l')
    run(client, "// c\nimport java.util.regex.*;")
    reply, shown = run(client, '"" + l')
    if reply != "ok" or "[x]" not in shown:
        wrong.append(f"a comment before an import changed a variable: {reply}, {shown}")
    sleep = "Thread.sleep(60_000);"
    for name, code, wait in (
        ("a sleep", sleep, 1),
        ("a sleep, at once,", "long begun = System.nanoTime();\n" + sleep, 0.1),
        ("a loop", "for (long i = 0; !Thread.currentThread().isInterrupted(); i++) {}", 1),
    ):
        reply, seconds = interrupted(manager, client, code, wait)
        if reply != "error" or seconds > 5:
            wrong.append(f"{name} that was interrupted: {reply} after {seconds:.1f} s")
    reply, shown = run(client, "1 + 1")
    if reply != "ok" or "2" not in shown:
        wrong.append(f"after an interrupt 1 + 1 is {reply}, {shown}")
    client.stop_channels()
    manager.shutdown_kernel()
    errors.seek(0)
    noise = errors.read()
    if noise:
        wrong.append(f"the kernel said on standard error:\n{noise}")
    print("\n".join(wrong) if wrong else "kernel: variables kept, interrupts answered, quiet start")
    return 1 if wrong else 0


sys.exit(main())
