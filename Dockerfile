# Slim, without PyTorch, not root. Build:  docker build -t pincite .
# Run:  docker run -e PINCITE_KEY=at-least-16-characters -p 127.0.0.1:8000:8000 -v pincite:/data pincite

# Everything: makes the light forms of the models, and the wheel.
FROM python:3.11-slim AS forms
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
# On Linux PyPI's torch brings CUDA along; point TORCH_INDEX at PyTorch's CPU index to download less.
ARG TORCH_INDEX=""
RUN python -m venv /opt/all \
    && /opt/all/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock \
    && /opt/all/bin/pip install --no-cache-dir ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0
COPY corpus corpus
COPY index index
COPY qa qa
RUN /opt/all/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /dist . \
    && /opt/all/bin/pip install --no-cache-dir --no-deps /dist/*.whl
# Adding a document makes the form of the embedder, a question the reader's, a draft the checker's.
ENV PINCITE_MODELS=/opt/forms PINCITE_DATA=/tmp/data
RUN /opt/all/bin/pincite add README.md \
    && /opt/all/bin/pincite ask "What is Pincite?" \
    && echo "Pincite answers questions." | /opt/all/bin/pincite check - \
    && chmod -R a+rX /opt/forms

# What runs: the lock without PyTorch and what comes with it.
FROM python:3.11-slim AS packages
WORKDIR /src
# requirements-scale.lock adds what Milvus, PostgreSQL and Dask need (docs/scale.md).
ARG LOCK=requirements.lock
COPY requirements.lock requirements-scale.lock scripts/run-lock ./
COPY --from=forms /dist /dist
RUN python run-lock < "$LOCK" > run.lock \
    && python -m venv --without-pip /opt/pincite \
    && pip --python /opt/pincite/bin/python install --no-cache-dir --no-deps --require-hashes -r run.lock \
    && pip --python /opt/pincite/bin/python install --no-cache-dir --no-deps /dist/*.whl

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home pincite && install -d -o pincite -m 700 /data
COPY --from=packages /opt/pincite /opt/pincite
COPY --from=forms /opt/forms /opt/forms
USER 10001
ENV PATH=/opt/pincite/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    OMP_NUM_THREADS=2 \
    PINCITE_DATA=/data \
    PINCITE_MODELS=/opt/forms \
    PINCITE_HOST=0.0.0.0
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as u; e = os.environ.get; u.urlopen(f\"http://127.0.0.1:{e('PINCITE_PORT', '8000')}{e('PINCITE_BASE_PATH', '')}/healthz\", timeout=2)"]
CMD ["pincite", "serve", "--bundled"]
