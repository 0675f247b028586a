package io.adit.launcher;

import io.adit.config.yaml.AditConfig;
import io.adit.config.yaml.PoolConfig;
import io.adit.config.yaml.PortConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Tries every port once, so that a server that could not listen says so before it starts. */
final class Preflight {
  private Preflight() {}

  static void check(AditConfig config) throws StartException {
    for (PoolConfig pool : config.pools()) {
      for (PortConfig port : pool.server().ports()) {
        bind("pool " + pool.name(), port.host(), port.port());
      }
    }
    if (config.metrics().enabled()) {
      bind("metrics", config.metrics().host(), config.metrics().port());
    }
  }

  private static void bind(String who, String host, int port) throws StartException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      throw new StartException(who + ": there is no address " + host, e);
    } catch (IOException e) {
      throw new StartException(
          who + ": cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }
}
