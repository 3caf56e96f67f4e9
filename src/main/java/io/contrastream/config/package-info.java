/**
 * The settings: a tree of immutable records, each of which validates itself in its constructor.
 *
 * <p>The packaged file {@code config/contrastream.yaml} documents all keys and is the only place of
 * their defaults. The user's file, the environment and {@code --set} override it in this order. A
 * {@link io.contrastream.config.ConfigException} reports all faults together. No message and no
 * {@code toString} shows a secret. Records are named after their sections and components after
 * their keys. All classes that hold settings may be used from any thread.
 *
 * <p>What all readers of users' files share is here, too: bounded reading, reasons of faults, and
 * formats that are mistaken for others.
 */
package io.contrastream.config;
