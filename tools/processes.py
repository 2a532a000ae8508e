"""A process with all that it started, and the memory that they hold."""

import psutil


def family(pid):
    """The process and its descendants; [] when it has ended."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def held(processes):
    """Bytes in memory of all of them together; what they share is counted in each."""
    total = 0
    for process in processes:
        try:
            total += process.memory_info().rss
        except psutil.Error:
            pass  # it has just ended
    return total
