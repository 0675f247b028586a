/**
 * A node that speaks Bitcoin Core's JSON-RPC.
 *
 * <p>{@link io.adit.node.bitcoind.BitcoindNode} is the component. Its {@code TipWatcher} races a
 * long poll against plain polling, asks through {@code RpcClient}, reads templates with {@code
 * TemplateReader} and hands what is new to {@code News}, which tells the listeners.
 */
package io.adit.node.bitcoind;
