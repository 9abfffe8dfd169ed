{"counter": 2, "mute": 1, "unit": "mixed", "user_ua": 350, "version": 1, "crc": 2329341665}
