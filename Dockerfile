# Contrastream in a container:  docker build -t contrastream .
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml .
COPY .mvn .mvn
COPY schemas schemas
COPY src src
RUN mvn -B -q -Dmaven.test.skip=true package

FROM eclipse-temurin:17-jre
RUN useradd --create-home --uid 10001 contrastream
WORKDIR /opt/contrastream
COPY --from=build /src/target/contrastream.jar target/contrastream.jar
COPY --from=build /src/target/lib target/lib
COPY contrastream ./
COPY config config
COPY checkpoints checkpoints
RUN mkdir /state && chown contrastream /state
USER contrastream
# In a container every address is the container's own; what is published is for docker to say.
ENV CONTRASTREAM_DASHBOARD_HOST=0.0.0.0 CONTRASTREAM_STREAM_STATE_DIR=/state
VOLUME /state
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s CMD \
  ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["./contrastream"]
CMD ["process"]
