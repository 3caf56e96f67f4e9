/**
 * Examines what the program needs to run, one small class a check, and says what to do where
 * something is amiss: {@link io.contrastream.doctor.Doctor} runs them all. Nothing is changed: no
 * topic is made, no schema registered, no folder created. Every wait for another machine is
 * bounded.
 */
package io.contrastream.doctor;
