# AsOf inside a managed endpoint of EMR on EKS. From the root of the repository:
#   docker build -f notebooks/docker/emr-on-eks.Dockerfile -t REGISTRY/asof-notebook:1 .
#   docker push REGISTRY/asof-notebook:1
#   aws emr-containers create-managed-endpoint --cli-input-json file://notebooks/docker/managed-endpoint.json
#
# An endpoint takes other images for its own kernels and no kernel of another kind, so that the
# sentences of the notebooks are written in its Scala kernel:
#   val lake = dev.asof.notebook.AsOf.place("/opt/asof/conf/emr-eks.yaml")
#   lake.backtest("index-rebalance").run().table()
# Spark is the endpoint's: what it asks runs on the executors. Notebooks in Java run from
# jupyterlab.Dockerfile as a pod of the same namespace, with the service account of the jobs.
#
# Written after AWS's documentation and not tried on a cluster; that names the overrides python3 and
# spark-python-kubernetes, so look up the Scala kernel's name at your endpoint.
ARG BASE=public.ecr.aws/emr-on-eks/notebook-spark/emr-spark-8.1.0:latest

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B -q -Dmaven.test.skip=true package

FROM ${BASE}
USER root
# Spark, Iceberg, Hadoop and AWS's SDK are the image's own; here is what it lacks.
COPY --from=build \
  /src/cli/target/dist/lib/asof-*.jar \
  /src/cli/target/dist/lib/commons-csv-*.jar \
  /src/cli/target/dist/lib/commons-math3-*.jar \
  /src/cli/target/dist/lib/fastcsv-*.jar \
  /src/cli/target/dist/lib/fastexcel-reader-*.jar \
  /src/cli/target/dist/lib/aalto-xml-*.jar \
  /src/cli/target/dist/lib/stax2-api-*.jar \
  /src/cli/target/dist/lib/jte-runtime-*.jar \
  /src/cli/target/dist/lib/picocli-*.jar \
  /src/cli/target/dist/lib/snakeyaml-engine-*.jar \
  /src/cli/target/dist/lib/sqlite-jdbc-*.jar \
  /src/cli/target/dist/lib/xchart-*.jar \
  /src/notebook/target/dist/lib/*.jar \
  /opt/asof/lib/
COPY conf /opt/asof/conf
COPY samples /opt/asof/samples
# Where the bundled definitions and audits lie.
ENV JDK_JAVA_OPTIONS="-Dasof.root=/opt/asof -Djava.awt.headless=true"
USER hadoop:hadoop
