package io.adit.transport.netty;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the {@link NettyTransport}; a change holds for what begins after it. */
@ObjectClassDefinition(
    name = "Adit transport",
    description = "What holds for the listeners of all pools")
@interface Config {
  @AttributeDefinition(
      description =
          "Milliseconds that a port and its connections wait for the next version of their pool")
  long parkPatienceMillis() default 30_000;

  @AttributeDefinition(description = "Milliseconds that a TLS handshake may take")
  long tlsHandshakeMillis() default 10_000;

  @AttributeDefinition(
      description = "Milliseconds that a connection being closed has to take what it was sent")
  long closePatienceMillis() default 1_000;

  @AttributeDefinition(
      description =
          "Bytes that may wait for one connection, to be sent or to be handled; with more it is"
              + " closed")
  int maxPendingBytes() default 1_048_576;
}
