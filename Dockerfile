# Builds the distribution, then puts it alone on a Java runtime.
FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
# Readable for everyone, whatever the checkout's modes are.
RUN mvn -B -ntp -Dmaven.test.skip=true package -pl distribution -am && chmod -R a+rX distribution/target/adit

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin adit
COPY --from=build /src/distribution/target/adit /app
RUN mkdir /app/data && chown adit /app/data
USER adit
# The one directory that it may write to: relative paths, such as a log file's, begin here.
WORKDIR /app/data
VOLUME /app/data
EXPOSE 3333 9090
# The image has no curl for certain, but bash speaks TCP: healthy is whoever answers /metrics. So with metrics off, or on
# another port than ADIT_METRICS_PORT or 9090, it is not.
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/${ADIT_METRICS_PORT:-9090} && printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/bin/adit"]
CMD ["serve", "--config", "/app/configs/config.yaml", "--data", "/app/data"]
