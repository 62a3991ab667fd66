"""Serve a GGUF file on this machine as an OpenAI-compatible server, until it is interrupted.

    pip install xllamacpp          # llama.cpp for Python, no dependency of Footnoted
    python benchmarks/local_model.py MODEL.gguf [--port 8090] [--context 4096] [--threads 2]
    FOOTNOTED_LLM__BASE_URL=http://127.0.0.1:8090/v1 footnoted ask "…"

Any environment will do for it, one of its own too. It answers one request at a time.
"""

from __future__ import annotations

import argparse
import os
import threading
from importlib import import_module
from pathlib import Path
from typing import Any


def serve(model: Path, port: int, context: int, threads: int) -> Any:
    """Return the running server; it stops when it is no longer held.

    `context` is in tokens. `port` 0 takes a free one.
    """
    try:
        llama = import_module("xllamacpp")
    except ImportError as error:
        raise SystemExit("It takes llama.cpp: pip install xllamacpp.") from error
    params = llama.CommonParams()
    params.model.path = str(model)
    params.model_alias = [model.stem]
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = context
    params.n_parallel = 1
    params.use_jinja = True
    params.cpuparams.n_threads = threads
    return llama.Server(params)


def main() -> None:
    """Serve the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("model", type=Path)
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--context", type=int, default=4096, help="tokens, prompt and answer")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    if not asked.model.is_file():
        parser.error(f"there is no file {asked.model}")
    server = serve(asked.model, asked.port, asked.context, asked.threads)
    print(f"llm.base_url = {server.listening_address}/v1", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print("stopped")


if __name__ == "__main__":
    main()
