/**
 * Settings: one tree of immutable records, each of which checks itself when made, so that a wrong
 * one cannot exist. The documented file {@code config/contrastream.yaml} is packaged and is the one
 * place where defaults and the names of keys stand; a person's own file, the environment and {@code
 * --set} override it in this order. All faults of a configuration are found in one go and reported
 * together in a {@link io.contrastream.config.ConfigException}; no message and no {@code toString}
 * shows a secret.
 */
package io.contrastream.config;
