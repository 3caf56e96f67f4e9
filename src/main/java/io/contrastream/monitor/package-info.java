/**
 * A live look at any cluster, at work or not: what the broker tells of the processors' consumer
 * group, and the newest of what the topics hold. It asks no other program, and takes part in
 * nothing.
 */
package io.contrastream.monitor;
