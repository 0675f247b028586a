package io.adit.node.bitcoind;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of a {@link BitcoindNode}. */
@ObjectClassDefinition(
    name = "Adit node (bitcoind)",
    description = "A full node that speaks Bitcoin Core's JSON-RPC")
@interface Config {
  @AttributeDefinition(description = "Name by which pools choose this node")
  String adit_node();

  @AttributeDefinition(description = "Where its JSON-RPC is, http or https")
  String rpcUrl();

  @AttributeDefinition(description = "RPC user; not used if there is a cookie file")
  String rpcUser() default "";

  @AttributeDefinition(description = "RPC password", type = AttributeType.PASSWORD)
  String _rpcPassword() default "";

  @AttributeDefinition(description = "The node's cookie file; empty for user and password")
  String rpcCookieFile() default "";

  @AttributeDefinition(
      description =
          "Milliseconds between two looks at the tip, beside long polling; a node that falls silent"
              + " is known to within this and pollLimitMillis")
  long pollIntervalMillis() default 1_000;

  @AttributeDefinition(
      description =
          "Milliseconds for which nothing may be heard from the node while it is asked for its tip,"
              + " or it counts as away; more for one that usually takes longer than a third of it")
  long pollLimitMillis() default 750;

  @AttributeDefinition(
      description =
          "Where the node publishes hashblock by ZMQ, such as tcp://127.0.0.1:28332; empty for none")
  String zmqHashblock() default "";
}
