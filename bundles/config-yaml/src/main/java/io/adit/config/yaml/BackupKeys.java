package io.adit.config.yaml;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keys of an entry of {@code node.backups}. */
final class BackupKeys {
  static final Key<String> RPC_URL =
      Key.required(
          "node.backups.rpc_url",
          ValueType.httpUrl(),
          "URL",
          "Its JSON-RPC, such as http://10.0.0.2:8332.");
  static final Key<String> RPC_USER =
      Key.of("node.backups.rpc_user", ValueType.text(256), "", "text", "User of its JSON-RPC.");
  static final Key<String> RPC_PASSWORD =
      Key.of(
              "node.backups.rpc_password",
              ValueType.text(1024),
              "",
              "text",
              "Password of that user.")
          .asSecret();
  static final Key<Optional<Path>> RPC_COOKIE_FILE =
      Key.of(
          "node.backups.rpc_cookie_file",
          ValueType.path(),
          "",
          "file",
          "Its .cookie file, instead of user and password.");
  static final Key<String> ZMQ_HASHBLOCK =
      Key.of(
          "node.backups.zmq_hashblock",
          ValueType.zmqEndpoint(),
          "",
          "address",
          "Where it publishes hashblock by ZMQ.");

  static final ListSection BACKUPS =
      new ListSection(
          "node.backups",
          "node",
          List.of(RPC_URL, RPC_USER, RPC_PASSWORD, RPC_COOKIE_FILE, ZMQ_HASHBLOCK),
          true,
          "Further nodes of the same network, in the order of preference: used while those above are"
              + " away or behind; blocks are handed to all. Each needs a user and a password, or a"
              + " cookie file, of its own.",
          """
          - rpc_url: http://10.0.0.2:8332
            rpc_user: adit
            rpc_password: secret
            zmq_hashblock: tcp://10.0.0.2:28332
          - rpc_url: http://10.0.0.3:8332
            rpc_cookie_file: /mnt/node3/.cookie
          """);

  private BackupKeys() {}
}
