# Contrastream in a container:  docker build -t contrastream .
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
# Without the sources, so that this layer, which downloads all plugins and libraries, is built again
# only if the build itself or a schema has changed.
COPY pom.xml ./
COPY .mvn .mvn
COPY schemas schemas
RUN mvn -B -q -Dmaven.test.skip=true -Derrorprone.skip package
COPY config config
COPY src/main src/main
RUN mvn -B -q -Dmaven.test.skip=true -Derrorprone.skip package

FROM eclipse-temurin:17-jre
RUN useradd --create-home --uid 10001 contrastream
WORKDIR /opt/contrastream
COPY --from=build /src/target/lib target/lib
# The schema registry of the commands broker and demo.
COPY --from=build /src/target/registry target/registry
COPY --from=build /src/target/contrastream.jar target/contrastream.jar
COPY contrastream LICENSE NOTICE ./
COPY config config
COPY checkpoints checkpoints
# Makes the archive of classes, which the user below cannot.
RUN ./contrastream --version
RUN mkdir /state && chown contrastream /state
USER contrastream
# Docker decides which ports are published, so the dashboard listens on all addresses.
ENV CONTRASTREAM_DASHBOARD_HOST=0.0.0.0 CONTRASTREAM_STREAM_STATE_DIR=/state
VOLUME /state
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s CMD \
  ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["./contrastream"]
CMD ["process"]
