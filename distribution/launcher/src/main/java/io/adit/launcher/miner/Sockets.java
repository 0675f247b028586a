package io.adit.launcher.miner;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Connects to a pool. */
final class Sockets {
  private static final int CONNECT_MILLIS = 5_000;

  /** A pool sends a job at least every few minutes; one that is silent for longer is gone. */
  private static final int SILENCE_MILLIS = 300_000;

  private Sockets() {}

  static Socket connect(MinerOptions options) throws IOException {
    Socket socket = factory(options).createSocket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(SILENCE_MILLIS);
      socket.connect(new InetSocketAddress(options.host(), options.port()), CONNECT_MILLIS);
      if (socket instanceof SSLSocket ssl) {
        handshake(ssl, options);
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static void handshake(SSLSocket socket, MinerOptions options) throws IOException {
    if (!options.insecure()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
  }

  private static SocketFactory factory(MinerOptions options) throws IOException {
    if (!options.tls()) {
      return SocketFactory.getDefault();
    }
    if (!options.insecure()) {
      return SSLSocketFactory.getDefault();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAnyone()}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS is not to be had", e);
    }
  }

  /** For {@code --insecure}: a pool with a certificate of its own making. */
  private static final class TrustAnyone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
