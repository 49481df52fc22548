# JupyterLab with the kernel and the notebooks. From the root of the repository:
#   docker build -f notebooks/docker/jupyterlab.Dockerfile -t asof-jupyterlab .
#   docker run --rm -p 127.0.0.1:8888:8888 -v asof-lake:/lake asof-jupyterlab
# The address with its token stands in what the second command prints.
FROM maven:3.9-eclipse-temurin-17

# Charts are drawn by Java, which needs a font.
RUN apt-get update \
 && apt-get install -y --no-install-recommends fontconfig fonts-dejavu-core git python3-venv \
 && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home --uid 10001 researcher \
 && mkdir /lake /opt/asof \
 && chown researcher /lake /opt/asof
USER researcher

RUN python3 -m venv /home/researcher/jupyter \
 && /home/researcher/jupyter/bin/pip install --no-cache-dir 'jupyterlab==4.*'

COPY --chown=researcher . /opt/asof
RUN /opt/asof/asof notebook install --prefix /home/researcher/jupyter \
 && rm -rf /home/researcher/.m2

ENV ASOF_HOME=/lake
VOLUME /lake
EXPOSE 8888
WORKDIR /opt/asof/notebooks
CMD ["/home/researcher/jupyter/bin/jupyter", "lab", "--ip=0.0.0.0", "--port=8888", "--no-browser"]
