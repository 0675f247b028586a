/**
 * A node that speaks Bitcoin Core's JSON-RPC.
 *
 * <p>{@link io.adit.node.bitcoind.BitcoindNode} is the component. Its {@code TipWatcher} races a
 * long poll ({@code LongPoll}), plain polling ({@code TemplateFetch} gets the template) and ZMQ
 * ({@code BlockNotices}), asks through {@code RpcClient}, reads templates with {@code
 * TemplateReader} and hands what is new to {@code News}, which tells the listeners. {@code Outage}
 * says why there is nothing to mine.
 */
package io.adit.node.bitcoind;
