/**
 * Puts the parts together by hand and runs them. The broker and registry that come along, for the
 * demo, development and tests, live here too: {@link io.contrastream.cluster.LocalCluster} is the
 * door to both. They listen on the loopback address only and have no access control.
 */
package io.contrastream.processor;
