"""Lamps, a humidifier and a fan that follow the visitors' moods: one message, sent by HTTP or MQTT."""
