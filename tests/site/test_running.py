"""lossbook.site.outputs.running: what ends the run of a page, and what is told of it."""

from threading import Thread

from front_matter import FRONT_MATTER

from lossbook.site.outputs.chapter import read_to_run
from lossbook.site.outputs.running import Runner, last_words


def page(*cells, kernel="python3"):
    head = FRONT_MATTER.replace("python3", kernel)
    fences = [f"```{{code-cell}}\n{cell}\n```\n" for cell in cells]
    return read_to_run("\n".join([head, *fences]))


def test_a_run_has_what_each_cell_did_and_nothing_that_was_stated(tmp_path):
    chapter = page("1 + 1", "x = 3")
    run = Runner().run(chapter, tmp_path)
    assert run.is_whole
    assert run.fault is None
    [[two], nothing] = run.outputs()
    assert two.data["text/plain"] == "2"
    assert nothing == []


def test_what_was_reached_is_kept_when_a_cell_raises(tmp_path):
    run = Runner().run(page("'seen'", "1 / 0", "'unseen'"), tmp_path)
    assert run.ended_at == 1
    assert run.fault is None  # what was raised is told by its output
    assert [len(outputs) for outputs in run.outputs()] == [1, 1]


def test_a_kernel_that_is_not_there_is_named(tmp_path):
    run = Runner().run(page("1", kernel="no-such-kernel"), tmp_path)
    assert not run.is_whole
    assert run.fault.reason == "there is no kernel named no-such-kernel"


def test_what_a_kernel_wrote_before_it_died_is_told_of_the_last_cell_alone(tmp_path):
    chapter = page(
        "import os\nos.write(2, b'earlier');", "os.write(2, b'later'); os.abort()"
    )
    run = Runner().run(chapter, tmp_path)
    assert run.fault.line == chapter.cells[1].line
    assert "the kernel died" in run.fault.reason
    assert run.fault.details.startswith("later")
    assert "earlier" not in run.fault.details


# As a kernel writes it that loads TensorFlow, where there is no graphics card.
OF_THE_MACHINE = """\
[IPKernelApp] WARNING | Kernel is running over TCP without encryption. All of it is plain.
2026-11-27 22:04:21.891477: I external/tsl/cuda/cudart_stub.cc:31] Could not find cuda
To enable the following instructions: AVX2 FMA, rebuild with the appropriate flags.
WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1795818160.589278    8396 port.cc:153] oneDNN custom operations are on.
E0000 00:00:1795818162.956492    8396 cuda_platform.cc:52] failed call to cuInit
"""
REAL = """\
W0000 00:00:1795818163.1    8396 cpu_allocator_impl.cc:84] Allocation exceeds memory.
F0000 00:00:1795818163.2    8396 tensor.cc:12] Check failed
terminate called after throwing an instance of 'std::bad_alloc'
"""


def test_last_words_are_those_of_the_cell_and_none_of_the_machine():
    lines = zip(OF_THE_MACHINE.splitlines(), REAL.splitlines() * 2, strict=True)
    mixed = "\n".join(line for pair in lines for line in pair)
    assert last_words(mixed).splitlines()[-3:] == REAL.splitlines()
    assert last_words(OF_THE_MACHINE) == ""
    assert last_words(OF_THE_MACHINE + REAL) == REAL.strip()


def test_of_a_kernel_that_has_loaded_much_the_cell_is_heard(tmp_path):
    said = OF_THE_MACHINE.encode() + b"out of luck"
    chapter = page(f"import os\nos.write(2, {said!r})\nos.abort()")
    fault = Runner().run(chapter, tmp_path).fault
    assert fault.details.startswith("out of luck")
    for line in OF_THE_MACHINE.splitlines():
        assert line not in fault.details


def test_runs_can_be_ended_all_at_once(tmp_path):
    runner, runs = Runner(), []
    mark = tmp_path / "mark"
    chapter = page(f"open({str(mark)!r}, 'w').close()\nwhile True: pass")
    thread = Thread(target=lambda: runs.append(runner.run(chapter, tmp_path)))
    thread.start()
    while not mark.exists() and thread.is_alive():
        thread.join(0.05)
    runner.end()
    thread.join(30)
    assert not thread.is_alive()
    assert "the kernel died" in runs[0].fault.reason
