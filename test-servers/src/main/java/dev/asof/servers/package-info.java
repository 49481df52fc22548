/**
 * Servers that tests of places talk to, each in a process of its own on 127.0.0.1 with jars of its
 * own. Read {@link dev.asof.servers.ServerProcess} first.
 */
package dev.asof.servers;
