package io.contrastream.topic;

/** A broker answers, but names itself by an address that can't be reached from here. */
public final class AdvertisedAddressException extends BrokerUnavailableException {
  AdvertisedAddressException(String message) {
    super(message);
  }
}
