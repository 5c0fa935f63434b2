# Slim, CPU only, not root. Build:  docker build -t pincite .
# Run:  docker run -e PINCITE_KEY=at-least-16-characters -p 127.0.0.1:8000:8000 -v pincite:/data pincite
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
# On Linux PyPI's torch brings CUDA along; point TORCH_INDEX at PyTorch's CPU index to stay slim.
ARG TORCH_INDEX=""
RUN python -m venv /opt/pincite \
    && /opt/pincite/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock \
    && /opt/pincite/bin/pip install --no-cache-dir ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0
COPY corpus corpus
COPY index index
COPY qa qa
RUN /opt/pincite/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home pincite && install -d -o pincite -m 700 /data
COPY --from=build /opt/pincite /opt/pincite
USER 10001
ENV PATH=/opt/pincite/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    OMP_NUM_THREADS=2 \
    PINCITE_DATA=/data \
    PINCITE_HOST=0.0.0.0
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ.get('PINCITE_PORT', '8000')}/healthz\", timeout=2)"]
CMD ["pincite", "serve", "--bundled"]
