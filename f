{
  "keys": [
    {
      "id": "dlwv4a2j",
      "hash": "9bdd684b8f943ac16cf0ce7cd3d6b59cc7624b883d82bac3462d7184381afbb5",
      "owner": "a",
      "scopes": [],
      "notBefore": "2026-11-22T03:41:03.579Z",
      "expiresAt": "2027-02-20T03:41:03.579Z"
    }
  ]
}
