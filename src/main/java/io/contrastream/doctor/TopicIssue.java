package io.contrastream.doctor;

import io.contrastream.doctor.Finding.Result;

/** A problem of a topic, worded without its name so that topics with the same one share it. */
record TopicIssue(Result result, String seen, String remedy) {}
