/**
 * Checks what the program needs to run, and says what to do about each problem. There is one small
 * class per check; {@link io.contrastream.doctor.Doctor} runs them all. No check changes anything:
 * none creates a topic, registers a schema or creates a folder. Every wait for another machine has
 * a timeout. One thread calls.
 */
package io.contrastream.doctor;
